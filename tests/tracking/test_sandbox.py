"""The simulated carrier: its parcels move by themselves, and any test parcel's life plays in seconds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from commerce import clock, outbox
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant
from commerce.work import do_all
from tests.builders import make_order
from tracking import sandbox, shipments
from tracking.models import Shipment
from tracking.providers.simulated import Life
from tracking.statuses import Status

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def ship(merchant: Merchant, number: str = "SIM-1", **fields: object) -> Shipment:
    order = make_order(merchant, number)
    fields = {"tracking_number": number, "carrier": sandbox.CARRIER, "shipped_at": MONDAY} | fields
    return shipments.create(merchant.id, order, fields)[0]


@pytest.mark.parametrize(
    ("life", "status"),
    [
        (Life.ON_TIME, "delivered"),
        (Life.LATE, "delivered"),
        (Life.ATTEMPTED, "delivered"),
        (Life.RETURNED, "return_to_sender"),
        (Life.PICKED_UP, "delivered"),
    ],
)
def test_a_whole_life_plays_at_once(merchant: Merchant, life: Life, status: str) -> None:
    shipment = ship(merchant, shipped_at=now() - timedelta(hours=1))
    sandbox.advance(shipment, life)
    assert shipment.status == status
    assert shipment.last_scan_at is not None
    assert now() - timedelta(minutes=2) < shipment.last_scan_at <= now()


def test_a_life_plays_up_to_a_status_and_on_from_there(merchant: Merchant) -> None:
    shipment = ship(merchant, shipped_at=None)
    sandbox.advance(shipment, until=Status.OUT_FOR_DELIVERY)
    assert shipment.status == "out_for_delivery"
    sandbox.advance(shipment)
    assert shipment.status == "delivered"
    seen = [event.at for event in shipments.events(shipment)]
    assert len(set(seen)) == len(seen)


def test_a_life_that_is_over_plays_no_further(merchant: Merchant) -> None:
    shipment = ship(merchant)
    sandbox.advance(shipment)
    events = shipments.events(shipment)
    sandbox.advance(shipment)
    assert shipments.events(shipment) == events


def test_a_number_names_its_life() -> None:
    assert sandbox.life_of(Shipment(tracking_number="SIM-PICKED-UP-7")) is Life.PICKED_UP
    assert sandbox.life_of(Shipment(tracking_number="sim_stalled_7")) is Life.STALLED
    assert sandbox.life_of(Shipment(tracking_number=None)) is Life.ON_TIME


def test_new_parcels_of_the_simulated_carrier_begin_to_move_and_no_others(merchant: Merchant) -> None:
    made = [ship(merchant, "SIM-1"), ship(merchant, "SIM-2"), ship(merchant, "T-3", carrier="UPS")]
    due = outbox.relay()
    with clock.at(MONDAY):
        do_all((s.name, owner, event) for s, owner, event in due if s.name == "start-simulated-life")
    for shipment in made:
        db.session.refresh(shipment)
    assert [shipment.poll_at for shipment in made] == [MONDAY, MONDAY, None]


def test_parcels_move_by_themselves_as_time_passes(merchant: Merchant) -> None:
    shipment = ship(merchant)
    with transaction():
        shipment.poll_at = MONDAY
    seen = []
    for days in (0.2, 2, 12):
        with clock.at(MONDAY + timedelta(days=days)):
            sandbox.move()
            db.session.refresh(shipment)
            seen.append(shipment.status)
    assert seen == ["in_transit", "in_transit", "delivered"]
    assert shipment.poll_at is None


def test_a_quick_parcel_lives_within_minutes(merchant: Merchant) -> None:
    start = now()
    slow = sandbox.scans_of(ship(merchant, "SIM-LATE-1", shipped_at=start), Life.LATE)
    quick = sandbox.scans_of(ship(merchant, "SIM-QUICK-LATE-1", shipped_at=start), Life.LATE)
    assert slow[-1].at and slow[-1].at - start > timedelta(days=1)
    assert quick[-1].at and quick[-1].at - start < timedelta(minutes=30)


@pytest.fixture
def production(app: Flask) -> Iterator[None]:
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, env="production")
    yield
    app.config["SETTINGS"] = usual


def test_in_production_a_real_carriers_parcel_can_not_be_played(merchant: Merchant, production: None) -> None:
    with pytest.raises(sandbox.NotATestShipment):
        sandbox.advance(ship(merchant, carrier="UPS"))
    sandbox.advance(ship(merchant, "SIM-2"))
