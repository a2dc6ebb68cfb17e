"""Unusual text is kept as it is; control characters are refused; nothing breaks."""

from urllib.parse import quote

import pytest

from tests.portal.calling import ORDER, ApiClient
from tests.portal.naughty import CONTROL, PRINTABLE, events_of, order_of, shipment_of


@pytest.mark.parametrize("text", PRINTABLE)
def test_printable_text_comes_back_as_it_went_in(api: ApiClient, text: str) -> None:
    body = order_of(text)
    assert api.put("/v1/orders/1", json=body).status_code == 201
    order = api.get("/v1/orders/1").json
    assert order["ship_to"] | body["ship_to"] == order["ship_to"]
    assert order["customer"] | body["customer"] == order["customer"]
    assert order["lines"][0]["variant"] == order["tags"][0] == order["payment_reference"] == text
    shipment = api.post("/v1/orders/1/shipments", json=shipment_of(text))
    assert (shipment.status_code, shipment.json["tracking_number"]) == (201, text)
    told = api.post(f"/v1/shipments/{quote(shipment.json['id'])}/events", json=events_of(text))
    if "\n" not in text:  # an id with a line break can't stand in a path
        assert (told.status_code, told.json["events"][0]["message"]) == (200, text)


@pytest.mark.parametrize("text", CONTROL)
def test_control_characters_are_422_in_every_field(api: ApiClient, text: str) -> None:
    body = order_of(text)
    answer = api.put("/v1/orders/1", json=body)
    pointers = {error["pointer"] for error in answer.json["errors"]}
    flat = {f"/{name}" for name in ("channel", "payment_method", "payment_reference")}
    deep = {f"/{name}/{field}" for name in ("ship_to", "customer") for field in body[name] if field != "tags"}
    listed = {"/tags/0", "/discount_codes/0", "/customer/tags/0", "/lines/0/tags/0", "/lines/0/collections/0"}
    line = {f"/lines/0/{name}" for name, value in body["lines"][0].items() if isinstance(value, str)}
    assert answer.status_code == 422
    assert pointers == flat | deep | listed | line


@pytest.mark.parametrize("text", CONTROL)
def test_control_characters_are_refused_wherever_else_text_stands(api: ApiClient, text: str) -> None:
    api.put("/v1/orders/1", json=ORDER)
    api.post("/v1/orders/1/shipments", json={"id": "S1"})
    assert api.post("/v1/orders/1/shipments", json=shipment_of(text)).status_code == 422
    assert api.post("/v1/shipments/S1/events", json=events_of(text)).status_code == 422
    assert api.get(f"/v1/orders/{quote(text)}").status_code == 404
    assert api.get("/v1/orders", query_string={"cursor": text}).status_code == 422
    assert api.get("/v1/shipments", query_string={"order": text}).status_code == 422
    assert api.get("/v1/carriers/detect", query_string={"number": text}).status_code == 422


@pytest.mark.parametrize("text", PRINTABLE + CONTROL)
def test_any_text_may_be_asked_for(api: ApiClient, text: str) -> None:
    for path in (f"/v1/orders/{quote(text)}", f"/v1/shipments/{quote(text)}"):
        assert api.get(path, follow_redirects=True).status_code in (200, 404)
    for path, name in (
        ("/v1/orders", "email"),
        ("/v1/shipments", "order"),
        ("/v1/carriers/detect", "number"),
    ):
        assert api.get(path, query_string={name: text}).status_code in (200, 422)
