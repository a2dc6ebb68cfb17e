"""The shop's own parcels become history."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import merchants
from commerce.database import transaction
from commerce.merchants import Known
from eta_model import parcel_store, shop_parcels
from eta_model.parcel_store import Stored
from eta_model.service_table import ServiceTable
from eta_model.shop_parcels import as_history
from tests.builders import make_merchant, make_order
from tests.sample_shop import NJ1, SHOP
from tracking.models import Shipment

NOW = datetime.now(UTC)
TABLE = ServiceTable.from_config(SHOP)
ROW: dict[str, Any] = {
    "shipment_id": "S1",
    "ordered_at": NOW - timedelta(days=5),
    "handed_over_at": NOW - timedelta(days=4),
    "delivered_at": None,
    "promised_on": None,
    "carrier": "ups",
    "service": "standard",
    "location": "NJ1",
    "country": "US",
    "postcode": "94103",
    "weight_g": 360.0,
    "items": 2.0,
}


def test_carrier_and_service_are_called_as_the_table_calls_them() -> None:
    row = as_history(ROW, {"NJ1": NJ1}, TABLE)
    assert row and (row["carrier"], row["service"]) == ("UPS", "Ground")
    assert (row["origin_id"], row["origin_country"], row["origin_postcode"]) == ("NJ1", "US", "07001")


def test_a_service_that_the_table_lacks_keeps_its_name() -> None:
    row = as_history(ROW | {"service": "Sled"}, {"NJ1": NJ1}, TABLE)
    assert row and (row["carrier"], row["service"]) == ("ups", "Sled")


@pytest.mark.parametrize(
    ("facts", "places", "taken"),
    [
        ({"location": None}, {"NJ1": NJ1}, True),
        ({"location": None}, {"NJ1": NJ1, "CA1": NJ1}, False),
        ({"location": "XX"}, {"NJ1": NJ1}, False),
        ({"country": None}, {"NJ1": NJ1}, False),
    ],
    ids=["the only place", "one of two", "unknown place", "nowhere"],
)
def test_only_a_parcel_with_two_ends_is_taken(
    facts: dict[str, Any], places: dict[str, Any], taken: bool
) -> None:
    assert (as_history(ROW | facts, places, TABLE) is not None) is taken


@pytest.fixture
def merchant(app: Flask) -> Known:
    row = make_merchant(**SHOP)
    order = make_order(row)
    plain = {
        "merchant_id": row.id,
        "order_id": order.id,
        "carrier": "UPS",
        "service": "Ground",
        "location": "NJ1",
    }
    with transaction() as session:
        for code, status, delivered in (
            ("S1", "delivered", NOW),
            ("S2", "in_transit", None),
            ("S3", "cancelled", None),
        ):
            session.add(Shipment(code=code, parcel=code, status=status, delivered_at=delivered, **plain))
    known = merchants.fresh_by_id(row.id)
    assert known is not None
    return known


def test_delivered_and_under_way_are_taken_in_once_and_cancelled_are_not(merchant: Known) -> None:
    assert shop_parcels.take_in(merchant) == Stored(2, 0)
    assert shop_parcels.take_in(merchant) == Stored(0, 0)
    stored = parcel_store.parcels_of(merchant.id).sort("shipment_id")
    assert stored["shipment_id"].to_list() == ["S1", "S2"]
    assert stored["delivered_at"].is_not_null().to_list() == [True, False]


def test_a_parcel_that_is_cancelled_later_leaves_the_history(merchant: Known) -> None:
    shop_parcels.take_in(merchant)
    with transaction() as session:
        session.execute(text("UPDATE shipments SET status = 'cancelled' WHERE code = 'S2'"))
    shop_parcels.take_in(merchant)
    assert parcel_store.parcels_of(merchant.id)["shipment_id"].to_list() == ["S1"]
