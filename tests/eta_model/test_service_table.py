"""The estimate of a shop without history comes from its own table, and never lies in the past."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.service_table import Parcel, Service, ServiceTable, Window, estimate
from eta_model.working_days import Location, first_day
from tests.sample_shop import SHOP

NEW_YORK = ZoneInfo("America/New_York")
OFFICE, ALL_BUT_SUNDAY = frozenset(range(5)), frozenset(range(6))
NEWARK = Location("NJ1", NEW_YORK, OFFICE, time(15), 1, None, frozenset(), "US", "07001")
OSLO = Location("OSL", ZoneInfo("Europe/Oslo"), OFFICE, time(15), 0, None, frozenset())
GROUND = Service("ground", "UPS", "Ground", "Standard", ("NJ1",), frozenset({"US"}), 1, 5, ALL_BUT_SUNDAY)
EXPRESS = Service("express", "FedEx", None, "Express", ("NJ1", "OSL"), frozenset({"US", "NO"}), 1, 2, OFFICE)
TABLE = ServiceTable((GROUND, EXPRESS), {"NJ1": NEWARK, "OSL": OSLO})

MONDAY = datetime(2026, 11, 2, 10, tzinfo=NEW_YORK)
SHIPPED = Parcel("US", placed_at=MONDAY, shipped_at=MONDAY, carrier="UPS", service="Ground", location="NJ1")


def days(earliest: int, likely: int, latest: int, **more: Any) -> Window:
    """A window in November 2026."""
    return Window(date(2026, 11, earliest), date(2026, 11, likely), date(2026, 11, latest), **more)


def on(parcel: Parcel, day: int = 2, hour: int = 12) -> Window | None:
    return estimate(parcel, TABLE, datetime(2026, 11, day, hour, tzinfo=NEW_YORK), NEW_YORK)


def test_a_parcel_arrives_its_transit_days_after_it_was_shipped() -> None:
    assert on(SHIPPED) == days(3, 5, 7)


def test_an_order_not_yet_shipped_waits_for_its_hand_over() -> None:
    assert on(replace(SHIPPED, shipped_at=None)) == days(4, 6, 9)


def test_an_order_that_should_have_left_is_expected_to_leave_on_the_next_working_day() -> None:
    waiting = replace(SHIPPED, shipped_at=None)
    assert on(waiting, day=7) == days(10, 12, 14)


@pytest.mark.parametrize(
    "change",
    [
        {"country": "NO"},
        {"carrier": "DHL"},
        {"service": "Overnight"},
        {"location": "OSL"},
        {"location": "nowhere"},
    ],
)
def test_where_no_row_fits_there_is_no_estimate(change: dict[str, Any]) -> None:
    assert on(replace(SHIPPED, **change)) is None


@pytest.mark.parametrize("carrier", ["UPS", "ups", "United Parcel Service"])
@pytest.mark.parametrize("service", ["Ground", "ground", "STANDARD", None])
def test_a_row_goes_by_any_of_its_names(carrier: str, service: str | None) -> None:
    assert on(replace(SHIPPED, carrier=carrier, service=service)) == days(3, 5, 7)


def test_an_empty_text_names_no_service() -> None:
    assert on(replace(SHIPPED, carrier="FedEx", service="")) is None


def test_several_rows_that_fit_span_the_days_between_them() -> None:
    unknown = replace(SHIPPED, carrier=None, service=None, shipped_at=None)
    assert on(unknown) == days(4, 6, 9)
    assert on(replace(unknown, country="NO", location=None)) == days(4, 5, 5)


def test_the_day_of_shipping_is_the_one_at_the_location() -> None:
    late_evening = datetime(2026, 11, 3, 3, tzinfo=UTC)  # still Monday in Newark
    assert on(replace(SHIPPED, shipped_at=late_evening)) == days(3, 5, 7)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (3, days(3, 5, 7)),
        (4, days(4, 5, 7)),
        (6, days(6, 6, 7)),
        (7, days(7, 7, 7)),
        (8, days(9, 11, 13)),
        (9, days(9, 11, 13)),
    ],
)
def test_days_that_passed_without_the_parcel_move_on(today: int, told: Window) -> None:
    assert on(SHIPPED, day=today) == told


def test_a_month_after_its_last_day_nothing_honest_can_be_said() -> None:
    at = datetime(2026, 12, 7, 12, tzinfo=NEW_YORK)
    assert estimate(SHIPPED, TABLE, at, NEW_YORK) is not None
    assert estimate(SHIPPED, TABLE, at + timedelta(days=1), NEW_YORK) is None


def test_an_order_forgotten_for_a_month_has_no_estimate() -> None:
    waiting = replace(SHIPPED, shipped_at=None)
    assert estimate(waiting, TABLE, datetime(2027, 1, 4, 12, tzinfo=NEW_YORK), NEW_YORK) is None


@pytest.mark.parametrize("change", [{"shipped_at": datetime(2875, 1, 1, tzinfo=UTC)}, {"shipped_at": None}])
def test_an_absurd_year_never_becomes_an_estimate(change: dict[str, Any]) -> None:
    absurd = replace(SHIPPED, placed_at=datetime(2875, 1, 1, tzinfo=UTC), **change)
    assert on(absurd) is None


def test_today_is_the_day_at_the_destination() -> None:
    evening = datetime(2026, 11, 7, 23, tzinfo=NEW_YORK)
    assert estimate(SHIPPED, TABLE, evening, NEW_YORK) == days(7, 7, 7)
    assert estimate(SHIPPED, TABLE, evening, ZoneInfo("Europe/Oslo")) == days(9, 11, 13)


@pytest.mark.parametrize(
    ("carrier_says", "told"),
    [
        (4, days(3, 4, 7, basis="carrier")),
        (10, days(3, 10, 10, basis="carrier")),
        (1, days(3, 5, 7)),
    ],
    ids=["within", "later", "in the past"],
)
def test_a_plausible_word_of_the_carrier_is_the_likely_day(carrier_says: int, told: Window) -> None:
    assert on(replace(SHIPPED, carrier_estimate=date(2026, 11, carrier_says))) == told


@pytest.mark.parametrize("year", [1970, 2875, 9999])
def test_an_absurd_word_of_the_carrier_is_ignored(year: int) -> None:
    assert on(replace(SHIPPED, carrier_estimate=date(year, 1, 1))) == days(3, 5, 7)


def test_where_no_row_fits_the_carriers_word_stands_alone() -> None:
    parcel = replace(SHIPPED, country="FR", carrier_estimate=date(2026, 11, 9))
    assert on(parcel) == days(9, 9, 9, basis="carrier")


def test_a_location_that_never_opens_again_gives_no_estimate() -> None:
    closed = replace(NEWARK, closed_on=frozenset(date(2026, 1, 1) + timedelta(ahead) for ahead in range(900)))
    table = ServiceTable((GROUND,), {"NJ1": closed})
    assert estimate(replace(SHIPPED, shipped_at=None), table, MONDAY, NEW_YORK) is None


def test_a_table_is_read_from_the_merchants_file() -> None:
    assert ServiceTable.from_config(SHOP) == ServiceTable((GROUND,), {"NJ1": NEWARK})


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
zones = st.sampled_from(["America/New_York", "Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati"]).map(
    ZoneInfo
)
week = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def services(draw: st.DrawFn) -> Service:
    least = draw(st.integers(0, 9))
    most = least + draw(st.integers(0, 9))
    return replace(GROUND, least=least, most=most, moving=draw(week))


tables = st.lists(services(), min_size=1, max_size=3).map(
    lambda rows: ServiceTable(tuple(rows), {"NJ1": NEWARK})
)
parcels = st.builds(
    lambda placed_at, waits: replace(
        SHIPPED, placed_at=placed_at, shipped_at=placed_at if waits is None else None
    ),
    moments,
    st.sampled_from([None, "not shipped"]),
)
delays = st.timedeltas(timedelta(0), timedelta(days=25))


@given(parcels, tables, delays, zones)
def test_no_date_lies_in_the_past_or_where_no_carrier_moves(
    parcel: Parcel, table: ServiceTable, waited: timedelta, zone: ZoneInfo
) -> None:
    now = parcel.placed_at + waited
    window = estimate(parcel, table, now, zone)
    assert window is not None
    assert now.astimezone(zone).date() <= window.earliest <= window.likely <= window.latest
    moving = frozenset().union(*(service.moving for service in table.services))
    for day in (window.earliest, window.likely, window.latest):
        assert day == first_day(day, lambda day: day.weekday() in moving)


@given(parcels, tables, delays, st.timedeltas(timedelta(0), timedelta(days=4)), zones)
def test_waiting_longer_never_brings_a_parcel_sooner(
    parcel: Parcel, table: ServiceTable, waited: timedelta, more: timedelta, zone: ZoneInfo
) -> None:
    first = estimate(parcel, table, parcel.placed_at + waited, zone)
    then = estimate(parcel, table, parcel.placed_at + waited + more, zone)
    assert first and then
    assert first.earliest <= then.earliest
    assert first.likely <= then.likely
    assert first.latest <= then.latest


@given(parcels, tables, st.timedeltas(timedelta(0), timedelta(days=12)))
def test_what_starts_later_never_arrives_sooner(parcel: Parcel, table: ServiceTable, by: timedelta) -> None:
    shipped = parcel.shipped_at + by if parcel.shipped_at else None
    later = replace(parcel, placed_at=parcel.placed_at + by, shipped_at=shipped)
    first, then = (estimate(each, table, parcel.placed_at, NEW_YORK) for each in (parcel, later))
    assert first and then
    assert first.earliest <= then.earliest
    assert first.likely <= then.likely
    assert first.latest <= then.latest
