"""`POST /v1/returns/eligibility`: what may come back, and why."""

from typing import Any

import pytest

from commerce.models import Merchant
from tests.portal.api.shop import COAT, HAT, TEE, ago, ask, deliver, publish, request
from tests.portal.calling import ApiClient
from tests.statements import counted


def eligible(api: ApiClient, *lines: dict[str, Any], **more: Any) -> Any:
    body = {"order": "1001"} | ({"lines": list(lines)} if lines else {}) | more
    return api.post("/v1/returns/eligibility", json=body)


@pytest.fixture
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, TEE, COAT, HAT)


def test_every_line_has_its_decision_its_terms_and_its_amounts(api: ApiClient, shop: None) -> None:
    answer = eligible(api).json
    assert (answer["order"], answer["policy_version"], answer["currency"]) == ("1001", 1, "USD")
    assert [(line["id"], line["decision"]) for line in answer["lines"]] == [
        ("L1", "allow"),
        ("L3", "review"),
        ("L4", "deny"),
    ]
    tee = answer["lines"][0]
    assert (tee["returnable_quantity"], tee["methods"]) == (2, ["label", "drop_off"])
    assert tee["reasons"][0]["params"] == {"days_left": 27}
    assert tee["amounts"]["store_credit"] == 4861 + 486


def test_the_trace_shows_every_rule_and_test_beside_what_it_found(api: ApiClient, shop: None) -> None:
    trace = [one for one in eligible(api, ask("L4")).json["trace"] if one["rule"] == "Final sale"]
    test = {"fact": "line.final_sale", "op": "eq", "value": True, "actual": True, "result": True}
    assert trace == [{"line": "L4", "rule": "Final sale", "matched": True, "tests": [test]}]


def test_units_in_a_return_are_not_returnable(api: ApiClient, shop: None) -> None:
    request(api)
    line = eligible(api, ask(quantity=2)).json["lines"][0]
    assert (line["returnable_quantity"], line["decision"]) == (1, "deny")
    assert line["reasons"][0]["code"] == "too_many_units"


def test_what_the_carrier_sent_back_was_never_shipped(api: ApiClient, shop: None) -> None:
    scan = {"at": ago(1), "status": "return_to_sender"}
    api.post("/v1/shipments/S-1001/events", json={"events": [scan]})
    assert eligible(api, ask()).json["lines"][0]["reasons"][0]["code"] == "not_shipped"


def test_a_parcel_without_a_time_of_shipping_has_left_with_its_first_scan(
    api: ApiClient, merchant: Merchant
) -> None:
    publish(merchant)
    api.put("/v1/orders/1001", json={"placed_at": ago(5), "currency": "USD", "lines": [TEE]})
    api.post("/v1/orders/1001/shipments", json={"id": "S1", "tracking_number": "1Z999AA10123456784"})
    assert eligible(api, ask()).json["lines"][0]["returnable_quantity"] == 0
    api.post("/v1/shipments/S1/events", json={"events": [{"at": ago(2), "status": "in_transit"}]})
    line = eligible(api, ask()).json["lines"][0]
    assert (line["returnable_quantity"], line["decision"], line["return_by"]) == (2, "review", None)


def test_a_later_time_is_asked_about(api: ApiClient, shop: None) -> None:
    line = eligible(api, ask(), at=ago(-40)).json["lines"][0]
    assert (line["decision"], line["reasons"][0]["code"]) == ("deny", "window_closed")


def test_a_customers_other_orders_count(api: ApiClient, merchant: Merchant) -> None:
    seen = {"fact": "customer.order_count", "op": "gte", "value": 2}
    known = {"fact": "customer.days_known", "op": "gte", "value": 40}
    returned = {"fact": "customer.return_count", "op": "eq", "value": 1}
    rule = {"name": "Regulars", "when": {"all": [seen, known, returned]}, "then": {"fee": 0}}
    publish(merchant, rules=[rule])
    deliver(api, number="1000", days=46)
    deliver(api)
    assert eligible(api, ask()).json["lines"][0]["amounts"]["fee"] == 495
    request(api, number="1001")
    assert eligible(api, ask()).json["lines"][0]["amounts"]["fee"] == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reason": "bored"}, "/lines/0/reason"),
        ({"resolution": "cash"}, "/lines/0/resolution"),
        ({"method": "pigeon"}, "/lines/0/method"),
        ({"id": "L9"}, "/lines/0/id"),
        ({"photo": "yes"}, "/lines/0/photo"),
    ],
)
def test_a_word_outside_the_vocabulary_is_422(
    api: ApiClient, shop: None, change: dict[str, Any], pointer: str
) -> None:
    answer = eligible(api, ask() | change)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_an_unknown_order_is_404(api: ApiClient, other_api: ApiClient, shop: None) -> None:
    assert eligible(other_api).status_code == 404
    assert eligible(api, order="9999").status_code == 404


def test_it_costs_six_statements_at_most(api: ApiClient, shop: None) -> None:
    request(api)
    with counted() as seen:
        assert eligible(api).status_code == 200
    assert 0 < len(seen) <= 6, seen


def test_a_policy_is_compiled_once(api: ApiClient, shop: None) -> None:
    eligible(api)
    with counted() as seen:
        eligible(api)
    assert not any("source" in sql for sql in seen)
    assert len(seen) <= 5, seen
