"""When the watch looks: after news, at its own times, and anew when another model serves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import clock, outbox, work
from commerce.database import db, run, transaction
from commerce.models import Merchant
from notifications import watch_jobs
from notifications.watch_jobs import PARCELS, watch
from tests.notifications.watched import MONDAY, looked, named, scanned, sent, shop, still_open, watch_at
from tracking.models import Shipment

WATCHERS = ("watch-parcel", "watch-order", "watch-anew")


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return shop()


@pytest.fixture
def parcel(merchant: Merchant) -> Shipment:
    return sent(merchant)


def work_off() -> None:
    """Let the watch's subscribers do what the events ask of them."""
    for subscriber, merchant_id, event_id in outbox.relay():
        if subscriber.name in WATCHERS:
            assert work.do(subscriber.name, merchant_id, event_id)


def failures() -> list[Any]:
    with transaction():
        return run("SELECT subscriber, error FROM event_work WHERE error IS NOT NULL")


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def test_news_of_a_parcel_makes_the_watch_look(parcel: Shipment) -> None:
    with clock.at(at(0)):
        work_off()
    assert watch_at(parcel) is not None
    assert failures() == []


def test_a_parcel_ends_its_orders_wait_and_a_cancelled_one_begins_it_anew(merchant: Merchant) -> None:
    parcel = sent(merchant)
    with clock.at(at(0)):
        work_off()
        assert waiting() == []
    scanned(parcel, 0.1, "cancelled")
    with clock.at(at(0.1)):
        work_off()
        assert waiting() == ["1001"]


def waiting() -> list[str]:
    with transaction():
        return [number for (number,) in run("SELECT number FROM orders WHERE watch_at IS NOT NULL")]


def test_what_is_due_is_looked_at_once(merchant: Merchant) -> None:
    several = [sent(merchant, order=f"{n}", code=f"S{n}", tracking_number=f"T{n}") for n in range(5)]
    for one in several:
        scanned(one, 3)
    with clock.at(at(5)):
        assert watch_jobs.watch_parcels() == 5
        assert watch_jobs.watch_parcels() == 0
    assert named() == [("delay.opened", "promise_missed")] * 5


def test_due_orders_are_looked_at_too(merchant: Merchant) -> None:
    parcel = sent(merchant)
    scanned(parcel, 0.1, "cancelled")
    with clock.at(at(0.2)):
        work_off()
    with clock.at(at(3)):
        assert watch_jobs.watch_orders() == 1
    assert named() == [("delay.opened", "not_shipped")]


def test_every_merchant_has_its_turn(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shop("bolt")
    for owner, codes in ((merchant, "ABC"), (other, "DE")):
        for code in codes:
            looked(sent(owner, order=code, code=code, tracking_number=code), 0)
    monkeypatch.setattr(watch_jobs, "AT_ONCE", 2)
    with clock.at(at(5)):
        assert watch(PARCELS) == 5


def test_what_another_transaction_holds_stays_due(parcel: Shipment) -> None:
    looked(parcel, 0)
    with clock.at(at(5)):
        with db.engine.begin() as another:
            another.execute(text("SELECT FROM shipments WHERE id = :id FOR UPDATE"), {"id": parcel.id})
            assert watch(PARCELS) == 0
        assert watch(PARCELS) == 1


def test_one_that_breaks_is_put_off_and_keeps_nobody_waiting(merchant: Merchant) -> None:
    good, bad = (sent(merchant, order=code, code=code, tracking_number=code) for code in ("A", "B"))
    for one in (good, bad):
        looked(one, 0)
    with transaction():
        run("UPDATE scans SET status = 'nonsense' WHERE parcel = 'tn:B'")
        run(BROKEN_SCAN, (merchant.id, at(1)))
    with clock.at(at(5)):
        assert watch(PARCELS) == 1
        assert watch_at(bad) == at(5) + watch_jobs.TRY_AGAIN
    assert still_open(good) == ["not_moving", "promise_missed"]


BROKEN_SCAN = """
INSERT INTO scans (merchant_id, parcel, fingerprint, at, status, message, source, listed, received_at)
VALUES (%s, 'tn:B', 'x', %s, 'nonsense', '', 'test', true, now())
"""


@pytest.mark.parametrize(("kind", "data"), [("eta.promoted", {"model": "mdl_1"}), ("eta.taken_back", {})])
def test_another_model_or_none_has_every_parcel_looked_at_within_the_hour(
    merchant: Merchant, kind: str, data: dict[str, str]
) -> None:
    several = [sent(merchant, order=f"{n}", code=f"S{n}", tracking_number=f"T{n}") for n in range(3)]
    for one in several:
        looked(one, 0)
    moment = datetime(2026, 11, 16, 16, tzinfo=UTC)
    with clock.at(moment), transaction():
        outbox.emit(merchant.id, kind, **data)
    with clock.at(moment):
        work_off()
    assert failures() == []
    due = [watch_at(one) for one in several]
    assert all(one and moment <= one <= moment + timedelta(hours=1) for one in due)
