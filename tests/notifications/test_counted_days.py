"""A clock that stands still while nobody works."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.counted_days import Workdays, after, counted, dates_between, end_of, with_days_off

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Workdays(NEW_YORK, holidays=("US",))
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # ten in the morning in New York
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("days", "reached"),
    [
        (0.5, FRIDAY + timedelta(hours=12)),
        (1, FRIDAY + timedelta(days=3)),  # the weekend between does not count
        (3, FRIDAY + timedelta(days=5)),
        (4, FRIDAY + timedelta(days=7)),  # nor does Thanksgiving
    ],
)
def test_a_weekend_and_a_holiday_are_waited_out(days: float, reached: datetime) -> None:
    assert after(FRIDAY, days, OFFICE) == reached


def test_what_begins_on_a_day_of_rest_begins_to_count_with_the_next_work() -> None:
    saturday = FRIDAY + timedelta(days=1)
    assert after(saturday, 1, OFFICE) == datetime(2026, 11, 24, 5, tzinfo=UTC)


@given(MOMENTS, st.integers(0, 12))
def test_as_many_days_are_counted_as_were_waited_for(start: datetime, days: int) -> None:
    clock = Workdays(ZoneInfo("UTC"), holidays=("US",))
    assert counted(start, after(start, days, clock), clock) == days


@given(MOMENTS, MOMENTS)
def test_no_more_days_are_counted_than_there_are(start: datetime, end: datetime) -> None:
    assert 0 <= counted(start, end, OFFICE) <= max((end - start).days + 1, 0)


def test_a_place_that_never_works_is_counted_as_if_it_did() -> None:
    never = Workdays(NEW_YORK, weekdays=frozenset())
    assert after(FRIDAY, 2, never) == FRIDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("last", "days"),
    [(date(2026, 11, 20), 0), (date(2026, 11, 22), 0), (date(2026, 11, 23), 1), (date(2026, 11, 27), 4)],
)
def test_dates_are_counted_after_the_first(last: date, days: int) -> None:
    assert dates_between(date(2026, 11, 20), last, OFFICE.works) == days


def test_dates_that_run_backwards_are_none() -> None:
    assert dates_between(date(2026, 11, 20), date(2026, 11, 2), OFFICE.works) == 0


def test_a_gap_in_plain_time_is_longer_by_the_holidays_it_meets() -> None:
    wednesday = datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert with_days_off(wednesday, timedelta(hours=30), OFFICE) == wednesday + timedelta(hours=54)
    assert with_days_off(FRIDAY, timedelta(hours=60), OFFICE) == FRIDAY + timedelta(hours=60)


def test_a_day_ends_on_its_own_clock() -> None:
    assert end_of(date(2026, 11, 20), ZoneInfo("Asia/Tokyo")) == datetime(2026, 11, 20, 15, tzinfo=UTC)
