"""Returns over HTTP, from the question to the refund."""

from typing import Any

import pytest

from commerce.models import Merchant
from tests.portal.api.shop import COAT, HAT, POLICY, SOCKS, TEE, ask, deliver, publish, request
from tests.portal.calling import ApiClient


@pytest.fixture
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api)


def step(api: ApiClient, made: dict[str, Any], name: str, body: dict[str, Any] | None = None) -> Any:
    return api.post(f"/v1/returns/{made['id']}/{name}", json=body or {})


def arrived(quantity: int = 1, line: str = "L1", **more: Any) -> dict[str, Any]:
    return {"lines": [{"id": line, "quantity": quantity} | more]}


def test_an_allowed_return_is_approved_at_once_and_read_back(api: ApiClient, shop: None) -> None:
    made = request(api)
    assert made["id"].startswith("ret_")
    assert (made["order"], made["currency"], made["status"]) == ("1001", "USD", "approved")
    assert made["requested_at"] and made["approved_at"] and made["ship_by"]
    line = made["lines"][0]
    assert (line["id"], line["quantity"], line["received_quantity"]) == ("L1", 1, 0)
    assert (line["decision"], line["resolution"], line["method"]) == ("allow", "refund", "label")
    assert (made["refunds"], made["override"], made["label"]) == ([], None, None)
    assert len(made["url"].rpartition("/")[2]) >= 22
    assert api.get(f"/v1/returns/{made['id']}").json == made


def test_what_comes_back_is_paid_by_hand_and_completes_the_return(api: ApiClient, shop: None) -> None:
    made = request(api)
    received = step(api, made, "receive", arrived(condition="opened", disposition="restock")).json
    assert (received["status"], received["lines"][0]["acceptance"]) == ("received", "accepted")
    assert received["due"]["refund"] == 2431 - 495
    done = step(api, made, "refund").json
    assert (done["status"], done["due"]["refund"]) == ("completed", 0)
    refund = done["refunds"][0]
    assert (refund["amount"], refund["currency"], refund["status"]) == (1936, "USD", "succeeded")


def test_piece_by_piece_exactly_what_was_paid_comes_back(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant, fee=0)
    deliver(api)
    paid = []
    for _ in range(2):
        made = request(api)
        step(api, made, "receive", arrived())
        paid.append(step(api, made, "refund").json["refunds"][0]["amount"])
    assert paid == [2431, 2430]


def test_a_line_for_review_waits_for_staff(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, COAT)
    made = request(api, ask("L3"))
    assert (made["status"], made["approved_at"], made["lines"][0]["decision"]) == (
        "requested",
        None,
        "review",
    )
    assert step(api, made, "approve").json["status"] == "approved"


def test_a_declined_return_frees_its_units(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, COAT)
    made = request(api, ask("L3"))
    declined = step(api, made, "decline", {"reason": "Worn"}).json
    assert (declined["status"], declined["decline_reason"]) == ("declined", "Worn")
    assert request(api, ask("L3"))["status"] == "requested"


def test_a_cancelled_return_frees_its_units(api: ApiClient, shop: None) -> None:
    made = request(api, ask(quantity=2))
    assert step(api, made, "cancel").json["status"] == "cancelled"
    assert request(api, ask(quantity=2))["status"] == "approved"


def test_a_unit_that_another_return_has_is_409(api: ApiClient, shop: None) -> None:
    request(api)
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask(quantity=2)]})
    assert (answer.status_code, answer.json["code"]) == (409, "units_taken")
    assert len(api.get("/v1/returns").json["data"]) == 1


@pytest.mark.parametrize(
    ("lines", "pointer"),
    [
        ([ask(quantity=3)], "/lines/0/quantity"),
        ([ask(), ask(quantity=2)], "/lines/1/quantity"),
        ([ask(), ask("L9")], "/lines/1/id"),
        ([ask(quantity=0)], "/lines/0/quantity"),
        ([ask(quantity=-1)], "/lines/0/quantity"),
        ([ask(quantity=10**9)], "/lines/0/quantity"),
        ([ask(reason="bored")], "/lines/0/reason"),
        ([ask(resolution="cash")], "/lines/0/resolution"),
        ([ask(method="in_store")], "/lines/0/method"),
        ([ask(reason="damaged")], "/lines/0/photos"),
        ([ask(exchange_for={"sku": "TEE-L"})], "/lines/0/exchange_for"),
        ([ask(colour="red")], "/lines/0/colour"),
        ([], "/lines"),
    ],
)
def test_a_body_at_fault_is_422_and_nothing_is_made(
    api: ApiClient, shop: None, lines: list[dict[str, Any]], pointer: str
) -> None:
    answer = api.post("/v1/returns", json={"order": "1001", "lines": lines})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert api.get("/v1/returns").json["data"] == []


def test_a_line_of_another_order_is_none_of_this_one(api: ApiClient, shop: None) -> None:
    deliver(api, TEE | {"id": "L7"}, number="1002")
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask("L7")]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/lines/0/id")
    assert api.get("/v1/returns").json["data"] == []


def test_one_denied_line_denies_the_whole_request(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, TEE, HAT)
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask(), ask("L4")]})
    assert (answer.status_code, answer.json["code"]) == (422, "not_returnable")
    assert answer.json["errors"][0] == {
        "pointer": "/lines/1",
        "code": "rule_deny",
        "message": "Final-sale items can't be returned.",
    }
    assert api.get("/v1/returns").json["data"] == []


def test_staff_set_a_rule_aside_and_it_is_kept_who_and_why(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, HAT)
    made = request(api, ask("L4"), override={"by": "mina", "reason": "Promised"})
    assert (made["status"], made["lines"][0]["decision"]) == ("approved", "deny")
    assert made["override"] == {"by": "mina", "reason": "Promised", "rule": "Final sale"}
    step(api, made, "receive", arrived(line="L4"))
    assert step(api, made, "refund").json["refunds"][0]["amount"] == 1500 - 495


def test_staff_can_not_set_the_counts_aside(api: ApiClient, shop: None) -> None:
    override = {"by": "mina", "reason": "Promised"}
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask(quantity=3)], "override": override})
    assert answer.status_code == 422


def test_a_return_received_short_pays_what_arrived_and_keeps_the_rest_taken(
    api: ApiClient, merchant: Merchant
) -> None:
    publish(merchant, fee=0)
    deliver(api)
    made = request(api, ask(quantity=2))
    received = step(api, made, "receive", arrived(1)).json
    assert (received["lines"][0]["missing_quantity"], received["due"]["refund"]) == (1, 2431)
    assert step(api, made, "refund").json["status"] == "completed"
    assert api.post("/v1/returns", json={"order": "1001", "lines": [ask()]}).status_code == 409


@pytest.mark.parametrize(
    ("outcome", "paid", "free"),
    [("found", [2431, 2430], 409), ("refund", [2431, 2430], 409), ("release", [2431], 201)],
)
def test_staff_decide_on_a_missing_unit(
    api: ApiClient, merchant: Merchant, outcome: str, paid: list[int], free: int
) -> None:
    publish(merchant, fee=0)
    deliver(api)
    made = request(api, ask(quantity=2))
    step(api, made, "receive", arrived(1))
    step(api, made, "refund")
    told = step(api, made, "missing", {"lines": [{"id": "L1", "quantity": 1, "outcome": outcome}]}).json
    assert [refund["amount"] for refund in told["refunds"]] == paid
    assert api.post("/v1/returns", json={"order": "1001", "lines": [ask()]}).status_code == free


def test_an_empty_box_is_rejected_and_not_paid_for(api: ApiClient, shop: None) -> None:
    made = request(api)
    received = step(api, made, "receive", arrived(condition="empty")).json
    assert (received["lines"][0]["acceptance"], received["due"]["refund"]) == ("rejected", 0)
    assert step(api, made, "refund").json["refunds"] == []


def test_money_that_moves_when_inspected_waits_for_it(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant, fee=0, refund_on="inspected")
    deliver(api)
    made = request(api, ask(quantity=2))
    received = step(api, made, "receive", arrived(2)).json
    assert (received["lines"][0]["acceptance"], received["due"]["refund"]) == ("pending", 0)
    verdict = {"lines": [{"id": "L1", "accepted": 1, "rejected": 1}]}
    assert step(api, made, "inspect", verdict).json["due"]["refund"] == 2431
    assert step(api, made, "refund").json["refunds"][0]["amount"] == 2431


def test_where_nothing_arrived_any_amount_is_told_that_nothing_is_due(api: ApiClient, shop: None) -> None:
    made = request(api)
    step(api, made, "receive", arrived(0))
    answer = step(api, made, "refund", {"amount": 5})
    assert (answer.status_code, answer.json["errors"][0]["message"]) == (422, "nothing is due")


@pytest.mark.parametrize("amount", [0, -1, 1937])
def test_an_amount_beyond_what_is_due_is_422(api: ApiClient, shop: None, amount: int) -> None:
    made = request(api)
    step(api, made, "receive", arrived())
    answer = step(api, made, "refund", {"amount": amount})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/amount")
    assert step(api, made, "refund", {"amount": 1936}).json["status"] == "completed"


def test_what_the_shopper_keeps_is_paid_for_without_a_journey(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, SOCKS)
    made = request(api, ask("L2"))
    assert (made["status"], made["lines"][0]["keep_item"], made["ship_by"]) == ("approved", True, None)
    assert step(api, made, "receive", arrived(line="L2")).status_code == 409
    done = step(api, made, "refund").json
    assert (done["status"], done["refunds"][0]["amount"]) == ("completed", 700)


def test_shipping_is_paid_back_with_a_full_return_where_the_policy_says_so(
    api: ApiClient, merchant: Merchant
) -> None:
    publish(merchant, fee=0, refund_shipping="full_return")
    deliver(api)
    made = request(api, ask(quantity=2))
    step(api, made, "receive", arrived(2))
    assert step(api, made, "refund").json["refunds"][0]["amount"] == 4861 + 500


def test_refunds_keep_to_what_an_order_cost_when_it_was_returned(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant, fee=0)
    deliver(api)
    made = request(api)
    api.put(
        "/v1/orders/1001",
        json={"placed_at": "2026-11-02T09:30:00Z", "currency": "USD", "lines": [TEE | {"unit_price": 400}]},
    )
    step(api, made, "receive", arrived())
    assert step(api, made, "refund").json["refunds"][0]["amount"] == 2431


def test_a_line_in_a_return_can_not_be_taken_out_of_its_order(api: ApiClient, shop: None) -> None:
    request(api, ask(quantity=2))
    api.post(
        "/v1/shipments/S-1001/events",
        json={"events": [{"at": "2026-11-20T00:00:00Z", "status": "cancelled"}]},
    )
    body = {
        "placed_at": "2026-11-02T09:30:00Z",
        "currency": "USD",
        "lines": [TEE | {"quantity": 1, "tax": 0}],
    }
    assert api.put("/v1/orders/1001", json=body).status_code == 409


def test_another_merchants_returns_are_unknown(api: ApiClient, other_api: ApiClient, shop: None) -> None:
    made = request(api)
    assert other_api.get(f"/v1/returns/{made['id']}").status_code == 404
    for name in ("approve", "cancel", "ship", "refund", "exchange"):
        assert step(other_api, made, name).status_code == 404, name
    assert step(other_api, made, "receive", arrived()).status_code == 404
    assert step(other_api, made, "note", {"text": "hm"}).status_code == 404
    assert other_api.post("/v1/returns", json={"order": "1001", "lines": [ask()]}).status_code == 404
    assert other_api.get("/v1/returns?order=1001").json["data"] == []


def test_returns_are_listed_the_last_made_first_and_narrowed(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api, TEE, COAT)
    deliver(api, number="1002")
    first, second, third = request(api), request(api, ask("L3")), request(api, number="1002")

    def ids(query: str) -> list[str]:
        return [one["id"] for one in api.get(f"/v1/returns{query}").json["data"]]

    assert ids("") == [third["id"], second["id"], first["id"]]
    assert ids("?status=requested") == [second["id"]]
    assert ids("?order=1001") == [second["id"], first["id"]]
    assert ids("?order=nothing") == []
    cursor = api.get("/v1/returns?limit=2").json["next_cursor"]
    assert ids(f"?limit=2&cursor={cursor}") == [first["id"]]
    assert api.get("/v1/returns?status=lost").status_code == 422


def test_a_repeated_key_makes_one_return(api: ApiClient, shop: None) -> None:
    body = {"order": "1001", "lines": [ask()]}
    first, again = (api.post("/v1/returns", json=body, headers={"Idempotency-Key": "r1"}) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert len(api.get("/v1/returns").json["data"]) == 1


def test_notes_are_kept_in_their_order(api: ApiClient, shop: None) -> None:
    made = request(api)
    step(api, made, "note", {"text": "Called."})
    noted = step(api, made, "note", {"text": "Sent a photo.", "by": "mina"}).json
    assert [(one["text"], one["by"]) for one in noted["notes"]] == [
        ("Called.", None),
        ("Sent a photo.", "mina"),
    ]


def test_where_no_policy_is_published_nothing_may_come_back(api: ApiClient) -> None:
    deliver(api)
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask()]})
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "rule_deny")


def test_an_order_without_its_parcels_has_nothing_to_return(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    body = {"placed_at": "2026-11-20T09:30:00Z", "currency": "USD", "lines": [TEE]}
    api.put("/v1/orders/1001", json=body)
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [ask()]})
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "not_shipped")


def test_the_policy_of_the_tests_is_a_good_one(merchant: Merchant) -> None:
    assert publish(merchant) == 1
    assert POLICY["fee"] == 495


def test_the_parcel_of_the_shoppers_own_carrier_is_told_and_followed(
    api: ApiClient, merchant: Merchant
) -> None:
    publish(merchant, methods=["own_carrier"])
    deliver(api)
    made = request(api, ask(method="own_carrier"))
    told = step(api, made, "parcel", {"tracking_number": "1z999aa10123456784"})
    assert told.status_code == 200
    shipment = api.get(f"/v1/shipments/{told.json['own_shipment']}").json
    assert (shipment["direction"], shipment["carrier"]) == ("inbound", "UPS")
    wrong = step(api, made, "parcel", {"tracking_number": "no digits"})
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/tracking_number")


def test_without_a_refused_label_there_is_none_to_try_again(api: ApiClient, shop: None) -> None:
    answer = step(api, request(api), "label")
    assert (answer.status_code, answer.json["code"]) == (409, "no_label_to_retry")


@pytest.mark.parametrize(("currency", "amounts"), [("JPY", [2431, 2430]), ("KWD", [2431, 2430])])
def test_money_without_decimals_or_with_three_is_paid_to_its_last_unit(
    api: ApiClient, merchant: Merchant, currency: str, amounts: list[int]
) -> None:
    publish(merchant, fee=0)
    deliver(api, currency=currency)
    paid = []
    for _ in range(2):
        made = request(api)
        step(api, made, "receive", arrived())
        refunds = step(api, made, "refund").json["refunds"]
        paid += [(one["amount"], one["currency"]) for one in refunds]
    assert paid == [(amount, currency) for amount in amounts]


def test_an_order_called_off_by_its_shop_keeps_what_is_coming_back(api: ApiClient, shop: None) -> None:
    made = request(api)
    deliver(api, cancelled_at="2026-11-20T10:00:00Z")
    received = step(api, made, "receive", arrived()).json
    assert received["due"]["refund"] == 2431 - 495
    assert step(api, made, "refund").json["status"] == "completed"
    assert request(api)["status"] == "approved"
