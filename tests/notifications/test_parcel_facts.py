"""From rows and scans to what delays are decided by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commerce.merchants import Known
from eta_model.service_table import ServiceTable
from notifications.delays import Rules
from notifications.parcel_facts import (
    Sent,
    attempted_at,
    calendars_of,
    due_out,
    location_of,
    plausible,
    rules_of,
    said_at,
)
from tests.builders import CONFIG
from tests.portal.storefront.shop import NEWARK, SHOP
from tests.tracking.making import LABEL, NOW, scan
from tracking import timeline
from tracking.scans import Scan

CONFIGURED = CONFIG | SHOP
TABLE = ServiceTable.from_config(CONFIGURED)
TWO_PLACES = ServiceTable.from_config(CONFIGURED | {"locations": [NEWARK, NEWARK | {"code": "NJ2"}]})


def hours(*told: float) -> list[datetime]:
    return [LABEL + timedelta(hours=one) for one in told]


@pytest.mark.parametrize(
    ("scans", "since"),
    [
        ([scan("in_transit", 1)], None),
        ([scan("in_transit", 1, detail="delayed")], 1),
        ([scan("in_transit", 1, detail="delayed"), scan("in_transit", 5, detail="weather_delay")], 1),
        (
            [
                scan("in_transit", 1, detail="delayed"),
                scan("unknown", 3),
                scan("in_transit", 5, detail="delayed"),
            ],
            1,
        ),
        ([scan("in_transit", h, detail=d) for h, d in ((1, "delayed"), (3, None), (5, "delayed"))], 5),
        ([scan("in_transit", 1, detail="delayed"), scan("in_transit", 5, detail="lost")], 5),
        ([scan("available_for_pickup", 3), scan("available_for_pickup", 9)], 3),
        ([scan("in_transit", 1), scan("failure", 4, listed=False)], 1),
    ],
)
def test_trouble_is_as_old_as_the_first_scan_that_has_told_of_it_since(
    scans: Sequence[Scan], since: float | None
) -> None:
    line = timeline.build(scans, shipped_at=None, now=NOW)
    assert said_at(line) == (hours(since)[0] if since else None)


def test_the_newest_attempt_counts() -> None:
    told = [scan("in_transit", h, message=m) for h, m in ((1, "Notice left"), (5, "Notice left"), (9, ""))]
    assert attempted_at(told) == hours(5)[0]
    assert attempted_at(told[2:]) is None


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2026, 11, 20), True),
        (date(2875, 5, 5), False),
        (date.max, False),
        (date.min, False),
        (None, False),
    ],
)
def test_an_absurd_promise_is_none(day: date | None, kept: bool) -> None:
    assert (plausible(day, datetime(2026, 11, 16, tzinfo=UTC)) is not None) is kept


def test_the_only_location_is_where_it_leaves_from() -> None:
    assert (found := location_of(None, TABLE)) and found.code == "NJ1"
    assert location_of(None, TWO_PLACES) is None
    assert (named := location_of("NJ2", TWO_PLACES)) and named.code == "NJ2"


def test_what_was_ordered_before_the_cut_off_is_due_out_after_the_handling_days() -> None:
    friday_morning = datetime(2026, 11, 13, 15, tzinfo=UTC)
    assert due_out(location_of("NJ1", TABLE), friday_morning) == date(2026, 11, 16)
    assert due_out(None, friday_morning) is None


def test_a_merchants_limits_stand_before_the_usual_ones() -> None:
    config: dict[str, Any] = {"tracking": {"stalled_after_days": 6}}
    assert rules_of(config) == Rules(stalled_after_days=6)
    block = {"delay": {"threshold": 0.8, "slip_days": 2, "tell_recovery": False}}
    assert rules_of(config | {"notifications": block}) == Rules(0.8, 2, stalled_after_days=6)


@pytest.mark.parametrize(
    ("country", "zone", "monday_off"),
    [
        ("US", "America/Los_Angeles", date(2026, 9, 7)),  # Labor Day at both ends
        ("JP", "Asia/Tokyo", date(2026, 11, 23)),  # Labor Thanksgiving at one
        ("XX", "UTC", date(2026, 9, 7)),
    ],
)
def test_a_carrier_rests_on_the_holidays_of_both_ends(country: str, zone: str, monday_off: date) -> None:
    calendars = calendars_of(sent_to(country), location_of("NJ1", TABLE), KNOWN, TABLE, zone)
    assert calendars.carrier.zone == ZoneInfo(zone)
    assert not calendars.carrier.works(monday_off)
    assert calendars.carrier.works(monday_off + timedelta(days=2))
    assert calendars.sender.zone == ZoneInfo("America/New_York")


@pytest.mark.parametrize(("carrier", "on_saturdays"), [("UPS", True), ("DHL", False)])
def test_the_carriers_weekdays_are_its_services_or_else_office_days(carrier: str, on_saturdays: bool) -> None:
    calendars = calendars_of(sent_to("US", carrier), None, KNOWN, TABLE, "UTC")
    assert calendars.carrier.works(date(2026, 11, 21)) is on_saturdays


KNOWN = Known(1, "acme", 1, CONFIGURED, {})


def sent_to(country: str, carrier: str = "UPS") -> Sent:
    at = datetime.combine(date(2026, 11, 16), time(15), UTC)
    facts = dict.fromkeys(Sent._fields) | {
        "carrier": carrier,
        "placed_at": at,
        "ship_to": {"country": country},
    }
    return Sent(**facts)
