"""Withdrawals as a merchant's programs read them."""

from datetime import date, timedelta
from typing import Any

import pytest

from commerce import merchants
from commerce.merchants import Known
from commerce.models import Merchant
from returns.withdrawal import log
from tests.builders import make_line, make_merchant
from tests.portal.calling import ApiClient
from tests.returns.withdrawal.shop import delivered, pack, waiting, withdraw


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    known = merchants.fresh_by_id(merchant.id)
    assert known
    return known


def data(api: ApiClient, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get(f"/v1/withdrawals{query}").json["data"]
    return rows


def test_a_withdrawal_shows_who_withdrew_from_what_and_what_is_owed(
    api: ApiClient, shop: Known, merchant: Merchant
) -> None:
    pack(waiting(merchant, "1001", make_line(title="Linen tee")), L1=1)
    made = withdraw(shop)
    told = api.get(f"/v1/withdrawals/{made.code}").json
    assert told["lines"] == [
        {"id": "L1", "title": "Linen tee", "variant": "M", "quantity": 2, "cancelled_quantity": 1}
    ]
    assert (told["order"], told["name"], told["email"]) == ("1001", "Ada L", "ada@example.com")
    assert (told["last_day"], told["receipt_sent_at"], told["return"]) == (None, None, made.return_code)
    assert (told["cancelled_amount"], told["due"], told["refunds"]) == (2500, 2500, [])
    assert date.fromisoformat(told["refund_by"]) == made.made_at.date() + timedelta(days=14)
    assert told == data(api)[0]
    assert api.get(f"/v1/returns/{made.return_code}").json["withdrawal"] == made.code
    assert api.get("/v1/orders/1001").json["lines"][0]["cancelled_quantity"] == 1


def test_staff_pay_for_what_had_not_been_sent_once(api: ApiClient, shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    address = f"/v1/withdrawals/{withdraw(shop).code}/refund"
    paid = api.post(address).json
    assert [(one["amount"], one["status"]) for one in paid["refunds"]] == [(5500, "succeeded")]
    assert paid["due"] == 0
    again = api.post(address)
    assert (again.status_code, again.json["code"]) == (409, "nothing_due")


def test_a_list_is_paged_and_narrowed_to_an_order(api: ApiClient, shop: Known, merchant: Merchant) -> None:
    for number in ("1001", "1002", "1003"):
        delivered(merchant, number)
        withdraw(shop, number)
    first = api.get("/v1/withdrawals?limit=2").json
    assert [one["order"] for one in first["data"]] == ["1003", "1002"]
    assert [one["order"] for one in data(api, f"?cursor={first['next_cursor']}")] == ["1001"]
    assert [one["order"] for one in data(api, "?order=1002")] == ["1002"]


def test_a_receipt_that_was_sent_has_its_time(api: ApiClient, shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    log.note_receipt(withdraw(shop))
    assert data(api)[0]["receipt_sent_at"].endswith("Z")


def test_another_merchants_withdrawal_is_not_there(api: ApiClient, merchant: Merchant) -> None:
    other = make_merchant("other")
    known = merchants.fresh_by_id(other.id)
    assert known
    waiting(other)
    code = withdraw(known).code
    assert api.get(f"/v1/withdrawals/{code}").status_code == 404
    assert api.post(f"/v1/withdrawals/{code}/refund").status_code == 404
    assert data(api) == []


def test_units_that_are_not_sent_any_more_are_neither_packed_nor_returned(
    api: ApiClient, shop: Known, merchant: Merchant
) -> None:
    waiting(merchant, "1001", make_line(quantity=3))
    withdraw(shop, L1=1)
    assert api.post("/v1/orders/1001/shipments", json={}).json["lines"] == [{"id": "L1", "quantity": 2}]
    withdraw(shop, L1=2)
    [line] = api.post("/v1/returns/eligibility", json={"order": "1001"}).json["lines"]
    assert (line["returnable_quantity"], line["reasons"][0]["code"]) == (0, "cancelled")
