"""The watch over real rows: incidents, events, and when it looks again."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from commerce import clock, merchants
from commerce.database import db, run, transaction
from commerce.models import Merchant
from notifications import watching
from tests.eta_model.conftest import history, model, parcels, shelf  # noqa: F401
from tests.eta_model.shop import now_serving, stored
from tests.notifications.watched import (
    MONDAY,
    events,
    incidents,
    looked,
    named,
    scanned,
    sent,
    shop,
    still_open,
    watch_at,
)
from tests.statements import counted
from tracking import intake
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import Status

FRIDAYS_END = datetime(2026, 11, 21, 8, tzinfo=UTC)  # San Francisco's


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return shop()


@pytest.fixture
def parcel(merchant: Merchant) -> Shipment:
    return sent(merchant)


def test_a_silent_parcel_stalls_and_clears_when_it_moves(parcel: Shipment) -> None:
    scanned(parcel, 0)
    looked(parcel, 3.9)
    assert still_open(parcel) == []
    looked(parcel, 4)
    looked(parcel, 4.1)
    assert still_open(parcel) == ["stalled"]
    scanned(parcel, 4.2)
    assert still_open(parcel) == []
    assert named() == [("delay.opened", "stalled"), ("delay.cleared", "stalled")]


def test_the_event_says_which_parcel_what_since_when_and_when_it_comes(parcel: Shipment) -> None:
    scanned(parcel, 4)
    looked(parcel, 5)
    ((_, data),) = events()
    assert data == {
        "order": "1001",
        "shipment": "S1",
        "incident": "promise_missed:2026-11-21",
        "delay": "promise_missed",
        "days": 1,
        "expected_on": "2026-11-21",
        "at": FRIDAYS_END.isoformat(),
        "why": None,
    }


def test_a_missed_promise_slips_once_for_each_slip_and_clears_on_arrival(parcel: Shipment) -> None:
    scanned(parcel, 4)
    for days in (5, 6, 7, 7.5, 8, 8.1):
        scanned(parcel, days)
    scanned(parcel, 8.5, "delivered")
    told = [(kind, data["days"]) for kind, data in events()]
    assert told == [("delay.opened", 1), ("delay.slipped", 5), ("delay.cleared", 6)]
    assert watch_at(parcel) is None


def test_what_the_carrier_says_is_told_and_its_silence_after_delivery_is_kept(parcel: Shipment) -> None:
    scanned(parcel, 1, "in_transit", "weather_delay")
    scanned(parcel, 2, "out_for_delivery")
    scanned(parcel, 2.2, "in_transit", message="Delivery attempted")
    scanned(parcel, 3, "available_for_pickup")
    scanned(parcel, 3.5, "delivered")
    looked(parcel, 9)
    assert named() == [
        ("delay.opened", "carrier_delay"),
        ("delay.cleared", "carrier_delay"),
        ("delay.opened", "delivery_attempted"),
        ("delay.opened", "available_for_pickup"),
    ]


def test_an_imported_parcel_shows_its_delay_and_says_nothing_of_old_news(parcel: Shipment) -> None:
    with clock.at(MONDAY + timedelta(days=9)):
        scan = Scan(MONDAY, Status.IN_TRANSIT, None, "", None, "test")
        intake.take(parcel.merchant_id, parcel.parcel, [scan])
        watching.look_at(parcel.merchant_id, parcel.code)
    assert still_open(parcel) == ["promise_missed", "stalled"]
    assert events() == []


def test_the_next_look_is_at_the_next_limit_or_in_the_hours_after_the_local_midnight(
    parcel: Shipment,
) -> None:
    scanned(parcel, 0)
    midnight = datetime(2026, 11, 18, 8, tzinfo=UTC)
    looked(parcel, 1)
    assert watch_at(parcel) == midnight + watching.spread_of(parcel.id)
    looked(parcel, 3.9)
    assert watch_at(parcel) == MONDAY + timedelta(days=4)


def test_a_parcel_that_another_transaction_holds_is_left_for_later(parcel: Shipment) -> None:
    known = merchants.known_by_id(parcel.merchant_id)
    assert known is not None
    with db.engine.begin() as another:
        another.execute(text("SELECT FROM shipments WHERE id = :id FOR UPDATE"), {"id": parcel.id})
        assert watching.look(known, [parcel.id]) == 0
    assert watching.look(known, [parcel.id]) == 1


def test_looking_at_many_costs_as_many_statements_as_at_one(merchant: Merchant) -> None:
    ids = [sent(merchant, order=f"{n}", code=f"S{n}", tracking_number=f"T{n}").id for n in range(30)]
    known = merchants.known_by_id(merchant.id)
    assert known is not None
    with clock.at(MONDAY + timedelta(days=2.5)):
        watching.look(known, ids[:1])  # asks which model serves, which is remembered
        with counted() as few:
            assert watching.look(known, ids[1:2]) == 1
        with counted() as many:
            assert watching.look(known, ids[2:]) == 28
    # Each opening is an event of its own.
    assert len([sql for sql in many if "INSERT INTO events" not in sql]) == len(few) - 1 == 7


def test_a_model_predicts_that_a_promise_will_be_missed(
    shelf: Path,  # noqa: F811
    merchant: Merchant,
) -> None:
    stored(shelf, merchant.id)
    assert now_serving(merchant.id)
    start = datetime(2024, 4, 1, 14, tzinfo=UTC)
    parcel = sent(merchant, shipped_at=start, promised_on=date(2024, 4, 3), tracking_number=None)
    with transaction():
        run("UPDATE orders SET placed_at = %s WHERE merchant_id = %s", (start, merchant.id))
        run("UPDATE shipments SET created_at = %s WHERE merchant_id = %s", (start, merchant.id))
    with clock.at(start + timedelta(hours=3)):
        watching.look_at(merchant.id, parcel.code)
    assert named() == [("delay.opened", "predicted_late")]
    with clock.at(start + timedelta(days=3)):
        watching.look_at(merchant.id, parcel.code)
    assert named()[1:] == [("delay.opened", "promise_missed")]


HALF_DAYS = st.integers(0, 20).map(lambda half: half / 2)
NEWS = st.tuples(
    HALF_DAYS,
    st.sampled_from(["in_transit", "out_for_delivery", "available_for_pickup", "delivered", "failure"]),
    st.sampled_from([None, "delayed", "damaged", "delivery_exception"]),
)
TOLD_AT = st.lists(HALF_DAYS, min_size=1, max_size=3)
NUMBERS = count()


@given(st.lists(st.tuples(NEWS, TOLD_AT), max_size=5), st.lists(HALF_DAYS, max_size=5))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_however_late_and_often_news_comes_and_whoever_looks_the_same_incidents_are_open(
    merchant: Merchant, news: list[tuple[tuple[float, str, str | None], list[float]]], looks: list[float]
) -> None:
    calm, hectic = (
        sent(merchant, order=code, code=code, tracking_number=code)
        for code in (f"A{next(NUMBERS)}", f"B{next(NUMBERS)}")
    )
    steps: list[tuple[float, list[Scan]]] = [(at, []) for at in looks]
    told = []
    for (at, status, detail), arrivals in news:
        scan = Scan(MONDAY + timedelta(days=at), Status(status), detail, "", None, "test")
        told.append(scan)
        steps += [(max(at, arrival), [scan]) for arrival in arrivals]
    for at, scans in sorted(steps, key=lambda step: step[0]):
        take(hectic, at, scans)
    take(calm, 12, told)
    take(hectic, 12, [])
    assert state(hectic) == state(calm)
    opened = [(data["incident"], data["shipment"]) for _, data in events("delay.opened")]
    assert len(set(opened)) == len(opened)
    slips = [(data["incident"], data["shipment"], data["expected_on"]) for _, data in events("delay.slipped")]
    assert len(set(slips)) == len(slips)


def take(parcel: Shipment, at: float, scans: list[Scan]) -> None:
    with clock.at(MONDAY + timedelta(days=at)):
        intake.take(parcel.merchant_id, parcel.parcel, scans)
        watching.look_at(parcel.merchant_id, parcel.code)


def state(parcel: Shipment) -> list[tuple[Any, ...]]:
    found = [one for one in incidents(parcel) if one.cleared_at is None]
    return sorted((one.kind, one.opened_at, one.days, one.expected_on) for one in found)
