"""A place hands orders over on its working days, by its own clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.working_days import HandOver, Location, first_day, hand_over, holidays_of, moved, weekdays

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = frozenset(range(5))


def make_location(
    zone: str = "America/New_York",
    working_days: frozenset[int] = OFFICE,
    cutoff: time = time(15),
    handling_days: int = 1,
    holidays: str | None = None,
    closed_on: frozenset[date] = frozenset(),
) -> Location:
    return Location("NJ1", ZoneInfo(zone), working_days, cutoff, handling_days, holidays, closed_on)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("placed_at", "order_by", "ships_on"),
    [
        ("2026-11-02 09:30", "2026-11-02 15:00", "2026-11-03"),
        ("2026-11-02 15:00", "2026-11-02 15:00", "2026-11-03"),
        ("2026-11-02 15:00:01", "2026-11-03 15:00", "2026-11-04"),
        ("2026-11-06 12:00", "2026-11-06 15:00", "2026-11-09"),
        ("2026-11-06 16:00", "2026-11-09 15:00", "2026-11-10"),
        ("2026-11-07 00:00", "2026-11-09 15:00", "2026-11-10"),
    ],
    ids=["morning", "at the cut-off", "a second late", "Friday", "Friday evening", "Saturday"],
)
def test_an_order_leaves_after_the_first_cutoff_that_it_meets(
    placed_at: str, order_by: str, ships_on: str
) -> None:
    leaves = hand_over(make_location(), local(placed_at))
    assert leaves == HandOver(local(order_by), date.fromisoformat(ships_on))


@pytest.mark.parametrize(
    ("days", "ships_on"), [(0, "2026-11-05"), (1, "2026-11-06"), (2, "2026-11-09"), (7, "2026-11-16")]
)
def test_handling_takes_working_days(days: int, ships_on: str) -> None:
    leaves = hand_over(make_location(handling_days=days), local("2026-11-05 10:00"))
    assert leaves and leaves.ships_on == date.fromisoformat(ships_on)


@pytest.mark.parametrize(
    ("calendar", "closed_on", "ships_on"),
    [
        (None, set(), "2026-11-26"),
        ("US", set(), "2026-11-27"),
        ("US", {date(2026, 11, 27)}, "2026-11-30"),
        ("US-CA", set(), "2026-11-30"),
    ],
)
def test_holidays_and_closed_days_are_no_working_days(
    calendar: str | None, closed_on: set[date], ships_on: str
) -> None:
    location = make_location(holidays=calendar, closed_on=frozenset(closed_on))
    leaves = hand_over(location, local("2026-11-25 10:00"))
    assert leaves and leaves.ships_on == date.fromisoformat(ships_on)


def test_the_day_is_the_one_at_the_location() -> None:
    placed_at = datetime(2026, 11, 1, 15, 30, tzinfo=UTC)  # Monday 00:30 in Tokyo
    leaves = hand_over(make_location(zone="Asia/Tokyo", handling_days=0), placed_at)
    assert leaves and leaves.ships_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("day", "cutoff", "utc"),
    [
        (date(2026, 3, 7), time(2, 30), datetime(2026, 3, 7, 7, 30, tzinfo=UTC)),
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 3, 8), time(15), datetime(2026, 3, 8, 19, 0, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(15), datetime(2026, 11, 1, 20, 0, tzinfo=UTC)),
    ],
    ids=["the day before", "in the hour skipped", "after it", "in the hour told twice", "after it "],
)
def test_a_cutoff_is_one_moment_on_days_when_the_clock_changes(
    day: date, cutoff: time, utc: datetime
) -> None:
    location = make_location(working_days=frozenset(range(7)), cutoff=cutoff)
    assert location.cutoff_on(day).astimezone(UTC) == utc
    second = timedelta(seconds=1)
    in_time, too_late = hand_over(location, utc), hand_over(location, utc + second)
    assert in_time and too_late
    assert (in_time.ships_on, too_late.ships_on) == (day + timedelta(1), day + timedelta(2))


def test_a_cutoff_in_the_hour_skipped_is_told_by_a_clock_that_exists() -> None:
    location = make_location(cutoff=time(2, 30))
    assert location.cutoff_on(date(2026, 3, 8)).isoformat() == "2026-03-08T03:30:00-04:00"


def test_an_hour_told_twice_is_over_once_only() -> None:
    location = make_location(working_days=frozenset(range(7)), cutoff=time(1, 30), handling_days=0)
    second_time = datetime(2026, 11, 1, 1, 15, tzinfo=NEW_YORK, fold=1)
    leaves = hand_over(location, second_time)
    assert leaves and leaves.ships_on == date(2026, 11, 2)


def test_a_place_that_does_not_open_again_hands_nothing_over() -> None:
    year = frozenset(date(2026, 1, 1) + timedelta(days) for days in range(800))
    assert hand_over(make_location(closed_on=year), local("2026-01-05 10:00")) is None


@pytest.mark.parametrize(
    ("start", "days", "ends"),
    [
        ("2026-11-06", 0, "2026-11-06"),
        ("2026-11-08", 0, "2026-11-09"),
        ("2026-11-06", 1, "2026-11-07"),
        ("2026-11-06", 2, "2026-11-09"),
        ("2026-11-08", 1, "2026-11-09"),
        ("2026-11-02", 6, "2026-11-09"),
    ],
)
def test_a_carrier_moves_on_its_days(start: str, days: int, ends: str) -> None:
    monday_to_saturday = weekdays(["mon", "tue", "wed", "thu", "fri", "sat"])
    assert moved(date.fromisoformat(start), days, monday_to_saturday) == date.fromisoformat(ends)


def test_years_that_no_calendar_covers_have_no_holidays() -> None:
    assert date(2026, 12, 25) in holidays_of("US", 2026)
    assert holidays_of("US", 2875) == holidays_of(None, 2026) == frozenset()


def test_a_location_is_read_from_the_merchants_file() -> None:
    config = {
        "code": "NJ1",
        "country": "US",
        "postcode": "07001",
        "time_zone": "America/New_York",
        "working_days": ["mon", "sat"],
        "cutoff": "15:00",
        "handling_days": 1,
        "holidays": "US",
        "closed_on": ["2026-12-24"],
    }
    expected = make_location(
        working_days=frozenset({0, 5}), holidays="US", closed_on=frozenset({date(2026, 12, 24)})
    )
    assert Location.from_config(config) == replace(expected, country="US", postcode="07001")


days_of_week = st.frozensets(st.integers(0, 6), min_size=1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
locations = st.builds(
    make_location,
    zone=st.sampled_from(["America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"]),
    working_days=days_of_week,
    cutoff=st.times(datetime.min.time()).map(lambda value: value.replace(second=0, microsecond=0)),
    handling_days=st.integers(0, 5),
    holidays=st.sampled_from([None, "US", "GB-SCT", "JP"]),
    closed_on=st.frozensets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=3),
)


@given(locations, moments)
def test_nothing_leaves_on_a_closed_day_or_before_it_was_ordered(location: Location, at: datetime) -> None:
    leaves = hand_over(location, at)
    assert leaves is not None
    assert location.is_open(leaves.ships_on) and location.is_open(leaves.order_by.date())
    assert at <= leaves.order_by
    assert leaves.ships_on >= leaves.order_by.date() >= at.astimezone(location.zone).date()


@given(locations, moments, st.timedeltas(timedelta(0), timedelta(days=12)))
def test_who_orders_later_is_never_served_earlier(location: Location, at: datetime, by: timedelta) -> None:
    sooner, later = hand_over(location, at), hand_over(location, at + by)
    assert sooner and later
    assert sooner.ships_on <= later.ships_on and sooner.order_by <= later.order_by


@given(locations, moments)
def test_ordering_at_the_last_moment_is_as_good_as_now(location: Location, at: datetime) -> None:
    leaves = hand_over(location, at)
    assert leaves and hand_over(location, leaves.order_by) == leaves


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 40), days_of_week)
def test_moving_takes_as_many_moving_days_as_it_says(start: date, days: int, moving: frozenset[int]) -> None:
    end = moved(start, days, moving)
    passed = [start + timedelta(ahead) for ahead in range(1, (end - start).days + 1)]
    assert end.weekday() in moving
    assert sum(day.weekday() in moving for day in passed) == days or (
        days == 0 and start.weekday() not in moving
    )
    assert first_day(end, lambda day: day.weekday() in moving) == end
