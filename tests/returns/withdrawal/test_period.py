"""The withdrawal period: from the last delivery, its day not counted, never ending on a day of rest."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.withdrawal.period import Arrival, holidays_at, last_day

BERLIN = ZoneInfo("Europe/Berlin")


def never(_: date) -> bool:
    return False


def delivered(day: str, **units: int) -> Arrival:
    return Arrival(units or {"L1": 1}, datetime.fromisoformat(f"{day}:00+00:00"))


def end(*arrivals: Arrival, days: int = 14, **to_come: int) -> date | None:
    return last_day(to_come or {"L1": 1}, arrivals, days, BERLIN, holidays_at("DE", None))


def test_the_day_of_delivery_does_not_count() -> None:
    assert end(delivered("2026-11-03T10:00")) == date(2026, 11, 17)


def test_days_are_those_of_the_shoppers_calendar() -> None:
    assert end(delivered("2026-11-03T23:30")) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-11-07T10:00", date(2026, 11, 23)),  # a Saturday
        ("2026-11-08T10:00", date(2026, 11, 23)),  # a Sunday
        ("2026-12-11T10:00", date(2026, 12, 28)),  # Christmas Day, then a Saturday that is a holiday too
        ("2026-12-18T10:00", date(2027, 1, 4)),  # New Year's Day before a weekend
        ("2027-03-12T10:00", date(2027, 3, 30)),  # Good Friday, and Easter Monday behind the weekend
    ],
)
def test_an_end_on_a_day_of_rest_moves_to_the_next_working_day(day: str, last: date) -> None:
    assert end(delivered(day)) == last


def test_a_regions_own_holiday_counts_where_the_order_names_the_region() -> None:
    epiphany = date(2027, 1, 6)
    assert holidays_at("DE", "BY")(epiphany)
    assert not holidays_at("DE", "Bavaria")(epiphany)
    assert not holidays_at("DE", None)(epiphany)


def test_a_country_without_a_calendar_has_no_holidays() -> None:
    assert not holidays_at("XX", None)(date(2027, 1, 1))


def test_the_parcel_delivered_last_counts() -> None:
    early, late = delivered("2026-11-03T10:00", L1=1), delivered("2026-11-11T10:00", L2=1)
    assert end(late, early, L1=1, L2=1) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "arrivals",
    [
        (),
        (delivered("2026-11-03T10:00", L1=1),),
        (delivered("2026-11-03T10:00", L1=1), Arrival({"L1": 1}, None)),
        (delivered("2026-11-03T10:00", L2=2),),
    ],
    ids=["nothing sent", "half is not sent", "half is on its way", "another line"],
)
def test_the_end_is_not_fixed_before_everything_is_known_to_have_arrived(
    arrivals: tuple[Arrival, ...],
) -> None:
    assert end(*arrivals, L1=2) is None


def test_what_was_cancelled_is_not_waited_for() -> None:
    assert end(delivered("2026-11-03T10:00", L1=1), L1=1, L2=0) == date(2026, 11, 17)


def test_a_merchant_may_give_more_days() -> None:
    assert end(delivered("2026-11-03T10:00"), days=30) == date(2026, 12, 3)


@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    country=st.sampled_from(["DE", "FR", "IE", "NO", "GR", "SE"]),
    days=st.integers(14, 60),
)
def test_the_period_is_never_shorter_than_its_days_and_ends_on_a_working_day(
    moment: datetime, country: str, days: int
) -> None:
    is_holiday = holidays_at(country, None)
    last = last_day({"L1": 1}, [Arrival({"L1": 1}, moment)], days, BERLIN, is_holiday)
    assert last is not None
    assert last - moment.astimezone(BERLIN).date() >= timedelta(days=days)
    assert last.weekday() < 5 and not is_holiday(last)
