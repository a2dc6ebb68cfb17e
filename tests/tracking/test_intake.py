"""The intake: whoever tells a scan, whenever, it counts once and for the right parcels."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from commerce.database import db
from commerce.models import Event, Order
from tests.builders import make_merchant, make_order
from tracking import intake, parcels, shipments
from tracking.models import ScanRow
from tracking.scans import Place, Scan
from tracking.statuses import Status

NUMBER = "1Z 999 AA1 01 2345 6784"
PARCEL = parcels.number_key(NUMBER)
NOW = datetime.now(UTC).replace(microsecond=0)


def scan(status: str, hours_ago: float, message: str = "scanned") -> Scan:
    place = Place("Newark", "NJ", "US", "07114")
    return Scan(NOW - timedelta(hours=hours_ago), Status(status), None, message, place, "test")


@pytest.fixture
def order(app: Flask) -> Order:
    return make_order(make_merchant())


def ship(order: Order, **fields: object) -> "shipments.Shipment":
    fields = {"tracking_number": NUMBER, "carrier": "UPS", "shipped_at": NOW - timedelta(days=3)} | fields
    return shipments.create(order.merchant_id, order, fields)[0]


def test_a_scan_moves_its_shipment_and_its_page(order: Order) -> None:
    shipment = ship(order)
    version = order.page_version
    intake.take(order.merchant_id, PARCEL, [scan("in_transit", 5)])
    db.session.refresh(order)
    assert (shipment.status, order.page_version) == ("in_transit", version + 1)
    assert shipment.last_scan_at == NOW - timedelta(hours=5)


def test_a_scan_told_again_changes_nothing(order: Order) -> None:
    ship(order)
    intake.take(order.merchant_id, PARCEL, [scan("in_transit", 5)])
    db.session.refresh(order)
    version = order.page_version
    intake.take(order.merchant_id, PARCEL, [scan("in_transit", 5), scan("in_transit", 5)])
    db.session.refresh(order)
    assert order.page_version == version
    assert db.session.scalar(select(func.count()).where(ScanRow.merchant_id == order.merchant_id)) == 1


def test_an_older_scan_that_changes_no_status_still_changes_the_page(order: Order) -> None:
    ship(order)
    intake.take(order.merchant_id, PARCEL, [scan("in_transit", 5)])
    db.session.refresh(order)
    version = order.page_version
    intake.take(order.merchant_id, PARCEL, [scan("in_transit", 9, "picked up")])
    db.session.refresh(order)
    assert order.page_version > version


def test_a_scan_told_before_its_shipment_waits_and_counts_then(order: Order) -> None:
    assert intake.take(order.merchant_id, PARCEL, [scan("delivered", 1)]) == []
    shipment = ship(order)
    assert (shipment.status, shipment.delivered_at) == ("delivered", NOW - timedelta(hours=1))


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert parcels.number_key("1z999aa10123456784") == parcels.number_key("1Z-999-AA1 01 2345 6784")


def test_a_recycled_number_counts_for_the_parcel_of_its_time_only(order: Order) -> None:
    old = ship(order, id="old", shipped_at=NOW - timedelta(days=1500), lines=[{"id": "L1", "quantity": 1}])
    new = ship(order, id="new", lines=[{"id": "L1", "quantity": 1}])
    intake.take(order.merchant_id, PARCEL, [scan("delivered", 24 * 1495), scan("in_transit", 5)])
    assert (old.status, new.status) == ("delivered", "in_transit")


def test_several_parcels_are_taken_together(app: Flask) -> None:
    merchant = make_merchant()
    first, second = (ship(make_order(merchant, number=f"O{n}"), tracking_number=f"T{n}") for n in (1, 2))
    reports = [
        intake.Report(parcels.number_key("T2"), [scan("delivered", 1)]),
        intake.Report(parcels.number_key("T1"), [scan("in_transit", 5), scan("in_transit", 4)]),
        intake.Report(parcels.number_key("T3"), [scan("in_transit", 5)]),
    ]
    taken = intake.take_all(merchant.id, reports)
    assert taken == {first.parcel: [first], second.parcel: [second]}
    assert (first.status, second.status) == ("in_transit", "delivered")
    assert ship(make_order(merchant, number="O3"), tracking_number="T3").status == "in_transit"


def test_the_pages_of_all_orders_move_whose_parcels_are_taken_together(app: Flask) -> None:
    merchant = make_merchant()
    orders = [make_order(merchant, number=f"O{n}") for n in (1, 2, 3)]
    for order in orders:
        ship(order, tracking_number=f"T{order.number}")
    before = [order.page_version for order in orders]
    reports = [intake.Report(parcels.number_key(f"TO{n}"), [scan("in_transit", 5)]) for n in (2, 1)]
    intake.take_all(merchant.id, reports)
    db.session.expire_all()
    assert [order.page_version - was for order, was in zip(orders, before, strict=True)] == [1, 1, 0]


def test_two_merchants_with_the_same_number_do_not_see_each_others_scans(app: Flask) -> None:
    one, other = make_order(make_merchant("one")), make_order(make_merchant("other"))
    theirs = ship(other)
    intake.take(one.merchant_id, PARCEL, [scan("delivered", 1)])
    assert theirs.status == "unknown"


def test_an_estimate_gives_way_to_a_later_one_only(order: Order) -> None:
    shipment = ship(order)
    first, second = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    intake.take_estimate(shipment, (NOW + timedelta(days=2)).date(), second)
    intake.take_estimate(shipment, (NOW + timedelta(days=9)).date(), first)
    assert shipment.carrier_estimate == (NOW + timedelta(days=2)).date()


def test_a_change_is_written_to_the_outbox_with_what_it_was_before(order: Order) -> None:
    shipment = ship(order)
    intake.take(order.merchant_id, PARCEL, [scan("out_for_delivery", 1)])
    data = db.session.scalars(
        select(Event.data).where(Event.merchant_id == order.merchant_id, Event.kind == "shipment.updated")
    ).all()
    assert data == [{"shipment": shipment.code, "status": "out_for_delivery", "was": "unknown"}]


def test_scans_of_a_parcel_without_a_number_move_along_when_it_gets_one(order: Order) -> None:
    shipment = ship(order, id="S1", tracking_number=None)
    intake.take(order.merchant_id, shipment.parcel, [scan("in_transit", 4)])
    ship(order, id="S1")
    intake.take(order.merchant_id, PARCEL, [scan("delivered", 1, "left at door")])
    assert [event.status for event in shipments.events(shipment)] == ["in_transit", "delivered"]


def test_as_many_scans_as_a_body_can_hold_are_taken(order: Order) -> None:
    shipment = ship(order)
    many = [scan("in_transit", number / 3600, f"scan {number}") for number in range(6000)]
    intake.take(order.merchant_id, PARCEL, many)
    assert len(shipments.events(shipment)) == 6000
