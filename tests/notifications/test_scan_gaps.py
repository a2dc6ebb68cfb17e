"""How long parcels are usually silent, learnt from those that arrived."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce.database import run, transaction
from commerce.models import Merchant
from notifications import scan_gaps
from tests.notifications.watched import MONDAY, looked, scanned, sent, shop, still_open

FAR = {"country": "US", "postcode": "941-03"}  # as the builder's orders, written otherwise


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return shop()


def arrived(merchant: Merchant, parcels: int, hours: float) -> None:
    """Parcels that were silent for so long after a Monday's scan, made by SQL alone."""
    template = sent(merchant, order="0", code="T")
    facts = {"merchant": merchant.id, "order": template.order_id, "at": MONDAY, "many": parcels}
    with transaction() as session:
        session.connection().exec_driver_sql(SHIPMENTS, facts)
        session.connection().exec_driver_sql(SCANS, facts | {"gap": timedelta(hours=hours)})


SHIPMENTS = """
INSERT INTO shipments (merchant_id, order_id, code, direction, carrier, parcel, location, status, attempted,
                       delivered_at, created_at, updated_at)
SELECT %(merchant)s, %(order)s, 'P' || n, 'outbound', 'UPS', 'tn:P' || n, 'NJ1', 'delivered', false, %(at)s,
       %(at)s, %(at)s
FROM generate_series(1, %(many)s) n
"""
SCANS = """
INSERT INTO scans (merchant_id, parcel, fingerprint, at, status, message, source, listed, received_at)
SELECT %(merchant)s, 'tn:P' || n, k, %(at)s + k * (%(gap)s::interval),
       CASE k WHEN 0 THEN 'in_transit' ELSE 'delivered' END, '', 'test', true, %(at)s
FROM generate_series(1, %(many)s) n, generate_series(0, 1) k
"""


def test_a_gap_is_learnt_for_the_lane_and_for_the_carrier_at_large(merchant: Merchant) -> None:
    arrived(merchant, scan_gaps.LEAST_GAPS, 60)
    assert scan_gaps.learn(merchant.id) == 2
    lane = scan_gaps.lane_of("NJ1", FAR)
    gaps = scan_gaps.known(merchant.id, ["UPS"], [lane])
    gap = timedelta(hours=60)
    assert gaps == {("UPS", lane, "in_transit", 0): gap, ("UPS", "", "in_transit", 0): gap}
    assert scan_gaps.usual(gaps, "UPS", "elsewhere", "in_transit", MONDAY) == gap


@pytest.mark.parametrize(
    "wanted", [("DHL", "in_transit", 0), ("UPS", "out_for_delivery", 0), ("UPS", "in_transit", 1)]
)
def test_nothing_is_known_of_another_carrier_stage_or_weekday(
    merchant: Merchant, wanted: tuple[str, str, int]
) -> None:
    arrived(merchant, scan_gaps.LEAST_GAPS, 60)
    scan_gaps.learn(merchant.id)
    carrier, stage, later = wanted
    gaps = scan_gaps.known(merchant.id, [carrier], [])
    assert scan_gaps.usual(gaps, carrier, "", stage, MONDAY + timedelta(days=later)) is None


def test_too_few_gaps_teach_nothing_and_old_lessons_are_forgotten(merchant: Merchant) -> None:
    arrived(merchant, scan_gaps.LEAST_GAPS, 60)
    scan_gaps.learn(merchant.id)
    with transaction():
        run("DELETE FROM shipments WHERE merchant_id = %s AND code = 'P1'", (merchant.id,))
    assert scan_gaps.learn(merchant.id) == 0
    assert scan_gaps.known(merchant.id, ["UPS"], []) == {}


def test_a_gap_of_hours_is_taken_for_a_day(merchant: Merchant) -> None:
    gaps = {("UPS", "", "in_transit", 0): timedelta(hours=5)}
    assert scan_gaps.usual(gaps, "UPS", "", "in_transit", MONDAY) == timedelta(days=1)


def test_a_parcel_stalls_by_what_its_lane_has_taught(merchant: Merchant) -> None:
    arrived(merchant, scan_gaps.LEAST_GAPS, 60)
    scan_gaps.learn(merchant.id)
    parcel = sent(merchant, order="1001", tracking_number="OWN")
    scanned(parcel, 0)
    looked(parcel, 59 / 24)
    assert still_open(parcel) == []
    looked(parcel, 61 / 24)
    assert still_open(parcel) == ["stalled"]


@pytest.mark.parametrize(
    ("location", "ship_to", "lane"),
    [
        ("NJ1", {"country": "US", "postcode": "94103"}, "NJ1>US 94"),
        (None, {"country": "GB", "postcode": "sw1a 1aa"}, ">GB SW"),
        ("NJ1", {}, "NJ1> "),
    ],
)
def test_a_lane_is_a_location_and_the_beginning_of_a_postcode(
    location: str | None, ship_to: dict[str, str], lane: str
) -> None:
    assert scan_gaps.lane_of(location, ship_to) == lane
