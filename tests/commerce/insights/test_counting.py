"""The figures are what a slow count of the rows gives, whatever changed in between, and cost what changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce import merchants
from commerce.database import db, run, transaction
from commerce.insights import counting
from commerce.merchants import Known
from commerce.models import Merchant
from tests.builders import make_merchant
from tests.commerce.insights import shop
from tests.commerce.insights.shop import bring_back, buy, day, kept, pay, recounted, send

OFTEN = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = ["A", "B", "C", "D"]
EMAILS = ["ada@example.com", "bo@example.com"]


def known(merchant: Merchant) -> Known:
    found = merchants.fresh_by_id(merchant.id)
    assert found
    return found


class World:
    """Four orders and what happens to them; each change is one transaction."""

    def __init__(self, merchant: Merchant) -> None:
        places = {"A": "US", "B": "US", "C": "JP", "D": "JP"}
        self.merchant, self.names = merchant, 0
        self.orders = {
            number: buy(
                merchant, number, day(index), ship_to={"country": places[number], "postcode": "94103"}
            )
            for index, number in enumerate(NUMBERS)
        }
        self.parcels = {number: send(order) for number, order in self.orders.items()}
        self.returns: dict[str, list[Any]] = {number: [] for number in NUMBERS}

    def change(self, thing: Any, **fields: Any) -> None:
        with transaction():
            for name, value in fields.items():
                setattr(thing, name, value)

    def new_name(self) -> str:
        self.names += 1
        return f"x{self.names}"

    def do(self, step: str, number: str, at: int) -> None:
        order, parcel, when = self.orders[number], self.parcels[number], day(at, at % 24)
        returned = self.returns[number][-1] if self.returns[number] else None
        steps: dict[str, Callable[[], object]] = {
            "promise": lambda: self.change(parcel, promised_on=when.date()),
            "deliver": lambda: self.change(parcel, delivered_at=when, status="delivered"),
            "undo delivery": lambda: self.change(parcel, delivered_at=None, status="in_transit"),
            "other carrier": lambda: self.change(parcel, carrier="DHL" if parcel.carrier == "UPS" else "UPS"),
            "cancel parcel": lambda: self.change(parcel, status="cancelled"),
            "ship earlier": lambda: self.change(parcel, shipped_at=when - timedelta(days=30)),
            "move order": lambda: self.change(order, placed_at=when),
            "other shopper": lambda: self.change(order, email=EMAILS[at % 2]),
            "other country": lambda: self.change(order, ship_to={"country": "JP" if at % 2 else "US"}),
            "cancel order": lambda: self.change(order, cancelled_at=when),
            "cancel unit": lambda: self.change(order.lines[0], cancelled_quantity=at % 3),
            "ask back": lambda: self.returns[number].append(bring_back(order, self.new_name(), when)),
            "think": lambda: self.think(parcel, at),
            "tell": lambda: self.tell(parcel, at),
            "claim": lambda: shop.claim(order, self.new_name(), when),
            "count": lambda: counting.count_all(known(self.merchant)),
        }
        if returned:
            steps |= {
                "receive": lambda: self.change(returned, status="received", received_at=when),
                "cancel return": lambda: self.change(returned, status="cancelled"),
                "release": lambda: self.change(returned.lines[0], released_quantity=1),
                "pay": lambda: pay(returned, self.new_name(), when, ["refund", "store_credit"][at % 2]),
                "payment fails": lambda: [self.change(one, status="failed") for one in returned.refunds],
            }
        if step in steps:
            steps[step]()

    def think(self, parcel: Any, at: int) -> None:
        given_ = [one for one in shop.of(shop.Feedback, self.merchant) if one.shipment_id == parcel.id]
        if given_:
            self.change(given_[0], score=at % 11)
        else:
            shop.think(parcel, at % 11, day(at))

    def tell(self, parcel: Any, at: int) -> None:
        told = [one for one in shop.of(shop.Notice, self.merchant) if one.shipment_id == parcel.id]
        if told:
            self.change(told[0], sent_at=day(at))
        else:
            shop.tell(parcel, day(at))


STEPS = [
    *("promise", "deliver", "undo delivery", "other carrier", "cancel parcel", "ship earlier", "move order"),
    *("other shopper", "other country", "cancel order", "cancel unit", "ask back", "think", "tell", "claim"),
    *("count", "receive", "cancel return", "release", "pay", "payment fails"),
]


@OFTEN
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(NUMBERS), st.integers(2, 40)), max_size=25))
def test_the_figures_are_those_of_a_slow_count(app: Flask, steps: list[tuple[str, str, int]]) -> None:
    merchant = make_merchant()
    try:
        world = World(merchant)
        for step in steps:
            world.do(*step)
        counting.count_all(known(merchant))
        assert kept(merchant) == recounted(merchant)
    finally:
        db.session.rollback()
        with transaction():
            run("DELETE FROM merchants WHERE id = %s", (merchant.id,))
        merchants.forget()


def full(merchant: Merchant) -> None:
    """Something of everything."""
    world = World(merchant)
    for step in STEPS:
        if "cancel" not in step and step not in ("undo delivery", "count", "release", "payment fails"):
            for number in NUMBERS:
                world.do(step, number, 8 if step == "promise" else 9)
    counting.count_all(known(merchant))


def test_all_that_happens_is_counted(merchant: Merchant) -> None:
    full(merchant)
    measures = {"sold", "promised", "transit", "returned", "came_back", "claims", "feedback", "bought_again"}
    measures |= {"store_credit", "refund_time", "told_after"}
    assert {cell[0] for cell in kept(merchant)} == measures
    assert kept(merchant) == recounted(merchant)


def test_counting_again_what_was_counted_changes_nothing(merchant: Merchant) -> None:
    full(merchant)
    before = kept(merchant)
    with transaction():
        run("INSERT INTO insight_changes (merchant_id, order_id) SELECT merchant_id, id FROM orders")
    counting.count_all(known(merchant))
    assert kept(merchant) == before and before


def test_all_can_be_counted_anew(merchant: Merchant) -> None:
    full(merchant)
    before = kept(merchant)
    with transaction():
        run("UPDATE insight_weeks SET count = count + 1, total = 7")
    assert counting.recount(known(merchant)) == len(NUMBERS)
    assert kept(merchant) == before


def test_views_are_left_alone_by_a_recount(merchant: Merchant) -> None:
    with transaction():
        counting.add(merchant.id, [counting.Figure("views", day(0).date(), 5, 0, {})])
    counting.recount(known(merchant))
    assert kept(merchant) == {("views", "", day(0).date(), ""): (5, 0)}


def test_an_order_that_is_deleted_leaves_its_weeks_as_they_were(merchant: Merchant) -> None:
    full(merchant)
    before = kept(merchant)
    with transaction():
        run("DELETE FROM orders WHERE merchant_id = %s", (merchant.id,))
    counting.count_all(known(merchant))
    assert kept(merchant) == before


def test_a_scan_that_changes_nothing_that_is_counted_costs_no_counting(merchant: Merchant) -> None:
    parcel = send(buy(merchant, "A", day(0)))
    counting.count_all(known(merchant))
    with transaction():
        parcel.status, parcel.last_scan_at, parcel.updated_at = "out_for_delivery", day(2), day(2)
    assert counting.count_some(known(merchant)) == 0


def test_the_job_counts_every_merchants_changes(merchant: Merchant) -> None:
    other = make_merchant("bolt")
    for shop_ in (merchant, other):
        buy(shop_, "A", day(0))
    assert counting.count_insights() >= 2
    assert kept(merchant) == kept(other) == recounted(merchant)
    assert counting.count_insights() == 0


def test_more_changes_than_fit_into_a_transaction_are_all_counted(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    full(merchant)
    assert kept(merchant) == recounted(merchant)
