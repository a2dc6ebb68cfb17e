"""Holidays are data, the weight of a day is learnt, and the operating clock adds up."""

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from eta_model.calendars import (
    HOLIDAY,
    USUAL_WEIGHTS,
    OperatingClock,
    day_kinds,
    day_number,
    learn_closed,
    learn_weights,
)

MONDAY = day_number(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("country", "day", "kind"),
    [
        ("US", date(2024, 7, 4), HOLIDAY),
        ("DE", date(2024, 7, 4), 3),
        ("US", date(2024, 7, 6), 5),
        ("XK", date(2024, 7, 4), 3),
    ],
)
def test_a_day_is_a_holiday_where_it_is_one(country: str, day: date, kind: int) -> None:
    assert day_kinds(country, day_number(day), day_number(day)).tolist() == [kind]


def test_without_deliveries_the_usual_weights_stand() -> None:
    assert learn_weights(np.array([], dtype=np.int64), "US") == USUAL_WEIGHTS


def test_a_carrier_that_works_on_saturdays_and_not_on_mondays_is_found_out() -> None:
    days = np.arange(MONDAY, MONDAY + 280)
    weekday = (days + 3) % 7
    delivered = np.repeat(days, np.where(weekday == 0, 0, np.where(weekday == 6, 0, 40)))
    weights = learn_weights(delivered, "US")
    assert weights[0] < 0.1
    assert weights[5] > 0.9
    assert weights[6] < 0.1


def delivered_but_for(closed: set[date], a_day: int = 40) -> NDArray[np.int64]:
    """Deliveries on the working days of 2023, none on those given."""
    days = np.arange(day_number(date(2023, 1, 1)), day_number(date(2024, 1, 1)))
    idle = ((days + 3) % 7 >= 5) | np.isin(days, [day_number(day) for day in closed])
    return np.repeat(days, np.where(idle, 0, a_day))


CARNIVAL = {date(2023, 2, 20), date(2023, 2, 21)}


def test_a_holiday_that_need_not_be_kept_is_one_where_nothing_came_on_it_the_last_time() -> None:
    closed = learn_closed(delivered_but_for(CARNIVAL), "BR")
    assert closed == {"Carnival"}
    of_next_year = day_number(date(2024, 2, 12))
    assert day_kinds("BR", of_next_year, of_next_year + 2, closed).tolist() == [HOLIDAY, HOLIDAY, 2]
    assert day_kinds("BR", of_next_year, of_next_year + 2).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("country", "closed", "a_day"), [("BR", set(), 40), ("BR", CARNIVAL, 1), ("XK", CARNIVAL, 40)]
)
def test_a_holiday_counts_as_any_day_where_parcels_came_or_too_few_can_tell(
    country: str, closed: set[date], a_day: int
) -> None:
    assert learn_closed(delivered_but_for(closed, a_day), country) == frozenset()


def test_kept_holidays_do_not_make_their_weekdays_count_less() -> None:
    delivered = delivered_but_for({date(2023, 1, 2) + timedelta(7 * week) for week in range(4)} | CARNIVAL)
    assert learn_weights(delivered, "BR", {"Carnival"})[1] > learn_weights(delivered, "BR")[1]


def test_a_clock_stands_still_on_holidays_that_are_kept() -> None:
    first, kept = day_number(date(2024, 2, 1)), day_number(date(2024, 2, 12))
    clock = OperatingClock({}, first, first + 30, {"BR": {"Carnival"}})
    weights = clock.weight(clock.rows([("", "BR"), ("", "PT")]), np.array([kept, kept]))
    assert weights.tolist() == [USUAL_WEIGHTS[HOLIDAY], 1.0]


def test_growth_does_not_make_weekends_count_more() -> None:
    days = np.arange(MONDAY, MONDAY + 280)
    delivered = np.repeat(days, np.where((days + 3) % 7 < 5, (days - MONDAY) // 2, 0))
    assert learn_weights(delivered, "US")[5] < 0.05


def test_the_clock_counts_a_weekend_for_what_the_carrier_does_on_it() -> None:
    clock = OperatingClock({("", "US"): (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0)}, MONDAY, MONDAY + 30)
    rows = clock.rows([("", "US"), ("UPS", "US")])
    week = clock.elapsed(rows, np.array([MONDAY + 14, MONDAY + 14])) - clock.elapsed(
        rows, np.array([MONDAY + 7] * 2)
    )
    # From Monday 8 to Monday 15 January 2024, which was Martin Luther King Day.
    assert week.tolist() == [4.5, 4.5]


def test_a_group_never_seen_keeps_the_usual_weights() -> None:
    clock = OperatingClock({}, MONDAY, MONDAY + 30)
    row = clock.rows([("Anyone", "FR")])
    assert clock.weight(row, np.array([MONDAY + 5])).tolist() == [USUAL_WEIGHTS[5]]


def test_groups_that_nothing_is_known_of_share_their_country_s_days() -> None:
    clock = OperatingClock({("UPS", "FR"): USUAL_WEIGHTS}, MONDAY, MONDAY + 30)
    rows = clock.rows(
        [("UPS", "FR"), *((f"carrier {number}", "FR") for number in range(50)), ("Anyone", "DE")]
    )
    assert len(set(rows.tolist())) == 3


@pytest.mark.parametrize(("first", "last"), [(MONDAY - 400, MONDAY + 30), (MONDAY, MONDAY + 400)])
def test_a_clock_that_reaches_further_goes_as_before(first: int, last: int) -> None:
    groups = [("UPS", "US"), ("", "BR")]
    clock = OperatingClock(dict.fromkeys(groups, USUAL_WEIGHTS), MONDAY, MONDAY + 30, {"BR": {"Carnival"}})
    further = clock.reaching(first, last)
    rows, days = clock.rows(groups)[:, None], np.arange(MONDAY + 1, MONDAY + 30)
    assert (further.weight(rows, days) == clock.weight(rows, days)).all()
    gone = [one.elapsed(rows, days) - one.elapsed(rows, days - 1) for one in (clock, further)]
    np.testing.assert_allclose(*gone, atol=1e-9)
    weeks = np.arange(first, last + 1)
    sundays = weeks[(weeks + 3) % 7 == 6]
    assert (further.weight(rows, sundays) == USUAL_WEIGHTS[HOLIDAY]).all()


def test_a_clock_that_reaches_far_enough_stays_itself() -> None:
    clock = OperatingClock({}, MONDAY, MONDAY + 30)
    assert clock.reaching(MONDAY, MONDAY + 30) is clock
