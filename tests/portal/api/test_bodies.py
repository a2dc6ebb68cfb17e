"""What a body may be, and how a wrong one is told."""

import json
from typing import Any

import pytest

from tests.portal.calling import ORDER, ApiClient

LINE = {"id": "L1", "quantity": 1, "unit_price": 100}


def wrong(**fields: Any) -> dict[str, Any]:
    return ORDER | fields


def line(**fields: Any) -> dict[str, Any]:
    return ORDER | {"lines": [LINE, LINE | {"id": "L2"} | fields]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b'{"a":' * 5000,
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_object_is_400(api: ApiClient, body: bytes) -> None:
    answer = api.put("/v1/orders/1", data=body)
    assert (answer.status_code, answer.json["code"]) == (400, "malformed_body")


def test_a_body_is_read_whatever_type_its_header_calls_it(api: ApiClient) -> None:
    answer = api.put("/v1/orders/1", data=b'{"placed_at": 5}', content_type="text/plain")
    assert answer.json["errors"][0]["pointer"] == "/placed_at"


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/lines", "required"),
        (wrong(colour="red"), "/colour", "unknown_field"),
        (wrong(placed_at=None), "/placed_at", "null"),
        (wrong(placed_at="2026-11-02T09:30:00"), "/placed_at", "invalid"),
        (wrong(placed_at="2026-11-02"), "/placed_at", "invalid"),
        (wrong(placed_at="2026-02-30T09:30:00Z"), "/placed_at", "invalid"),
        (wrong(placed_at="0001-01-01T00:00:00+14:00"), "/placed_at", "invalid"),
        (wrong(placed_at=1_700_000_000), "/placed_at", "invalid"),
        (wrong(currency="USX"), "/currency", "invalid"),
        (wrong(currency="usd"), "/currency", "invalid"),
        (wrong(ship_to={"country": "UK"}), "/ship_to/country", "invalid"),
        (wrong(customer={"email": "ada"}), "/customer/email", "invalid"),
        (wrong(customer={"age": 3}), "/customer/age", "unknown_field"),
        (wrong(customer=[]), "/customer", "invalid"),
        (wrong(tags=["a", 1]), "/tags/1", "invalid"),
        (wrong(tags="a"), "/tags", "invalid"),
        (wrong(lines=[]), "/lines", "invalid"),
        (wrong(lines=[5]), "/lines/0", "invalid"),
        (wrong(shipping=-1), "/shipping", "invalid"),
        (wrong(shipping=2**64), "/shipping", "invalid"),
        (wrong(shipping=10**40), "/shipping", "invalid"),
        (line(id="L1"), "/lines/1/id", "invalid"),
        (line(id=" "), "/lines/1/id", "invalid"),
        (line(quantity=0), "/lines/1/quantity", "invalid"),
        (line(quantity=1.0), "/lines/1/quantity", "invalid"),
        (line(quantity="1"), "/lines/1/quantity", "invalid"),
        (line(quantity=True), "/lines/1/quantity", "invalid"),
        (line(unit_price=1.5), "/lines/1/unit_price", "invalid"),
        (line(discount=101), "/lines/1/discount", "invalid"),
        (line(gift=1), "/lines/1/gift", "invalid"),
        (line(gift="yes"), "/lines/1/gift", "invalid"),
        (line(title="a\0b"), "/lines/1/title", "invalid"),
        (line(title="x" * 1_000_000), "/lines/1/title", "invalid"),
        (line(image_url="javascript:alert(1)"), "/lines/1/image_url", "invalid"),
        (line(**{"a/b~c": 1}), "/lines/1/a~1b~0c", "unknown_field"),
    ],
)
def test_a_wrong_field_is_422_with_its_full_pointer(
    api: ApiClient, body: dict[str, Any], pointer: str, code: str
) -> None:
    answer = api.put("/v1/orders/1", data=json.dumps(body))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json["errors"]]


def test_everything_that_is_wrong_is_told_at_once(api: ApiClient) -> None:
    answer = api.put("/v1/orders/1", json={"currency": "?", "x": 1, "lines": [{"id": "L1"}]})
    pointers = {error["pointer"] for error in answer.json["errors"]}
    assert pointers == {"/placed_at", "/currency", "/x", "/lines/0/quantity", "/lines/0/unit_price"}


def test_a_body_of_nothing_but_errors_is_answered_briefly(api: ApiClient) -> None:
    answer = api.put("/v1/orders/1", json={f"field {n}": n for n in range(20_000)})
    assert answer.status_code == 422
    assert len(answer.json["errors"]) == 100
