"""Past orders and returns, judged again."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.clock import now
from commerce.merchants import Known
from commerce.models import Merchant
from returns import past, steps
from returns.asking import outside
from returns.case import Case
from returns.ledger import returnable
from tests.builders import make_line
from tests.returns.shop import ask, deliver, open_shop, request

SINCE = now() - timedelta(days=400)


def replayed(shop: Known, since: Any = SINCE) -> list[Case]:
    return [
        case
        for part in past.parts(outside, shop.id, since)
        for order in past.cases(outside, shop, since, part)
        for case in order
    ]


def test_a_return_is_judged_as_it_was_asked_for(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    made = request(shop, ask(method="drop_off"))
    (case,) = replayed(shop)
    assert case.asked is not None and case.asked[0] == ("L1", 1, "too_small", "refund", "drop_off", False)
    assert (case.at, case.order.number) == (made.requested_at, "1001")


def test_each_return_finds_what_earlier_ones_had_left(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant, "1001", make_line(quantity=3))
    steps.cancel(merchant.id, request(shop).code)
    request(shop)
    request(shop)
    assert [returnable(case.ledgers["L1"]) for case in replayed(shop)] == [3, 3, 2]


def test_an_order_never_returned_is_judged_whole_on_the_day_it_arrived(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    (case,) = replayed(shop)
    assert case.asked is None
    assert case.at == case.parcels[0].delivered_at


def test_what_is_older_is_left_out(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    assert replayed(shop, now() + timedelta(days=1)) == []
    assert [part.orders for part in past.parts(outside, shop.id, SINCE)] == [1]


def test_parts_together_hold_every_order_once(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "AT_ONCE", 2)
    shop = open_shop(merchant)
    for number in range(5):
        deliver(merchant, f"A{number}")
    assert [part.orders for part in past.parts(outside, shop.id, SINCE)] == [2, 2, 1]
    assert len({case.order.number for case in replayed(shop)}) == 5
