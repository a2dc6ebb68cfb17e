"""Holidays are data, the weight of a day is learnt, and the operating clock adds up."""

from datetime import date

import numpy as np
import pytest

from eta_model.calendars import HOLIDAY, USUAL_WEIGHTS, OperatingClock, day_kinds, day_number, learn_weights

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
