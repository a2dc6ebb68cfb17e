"""Days are told as precisely as we are sure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shopper.arrival import arriving, expected, now_expected, running_late
from portal.shopper.page import Estimate
from portal.shopper.voice import voice
from tests.portal.shopper.gallery import TODAY, in_days

ENGLISH = voice("en", TODAY, "UTC")
offsets = st.integers(-40, 40)


def days(first: int, last: int) -> tuple[date, date]:
    return TODAY + timedelta(days=first), TODAY + timedelta(days=last)


def test_nothing_is_expected_without_an_estimate() -> None:
    assert expected(None, TODAY) is None


def test_an_estimate_that_is_over_is_no_estimate() -> None:
    assert expected(in_days(-5, -3, -1), TODAY) is None


def test_days_that_are_over_are_left_out() -> None:
    assert expected(in_days(-2, 1, 3), TODAY) == days(0, 3)


@given(offsets, offsets, offsets)
def test_no_day_in_the_past_is_ever_expected(first: int, second: int, third: int) -> None:
    window = expected(in_days(*sorted((first, second, third))), TODAY)
    assert window is None or TODAY <= window[0] <= window[1]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (0, 0, "Arriving today"),
        (1, 1, "Arriving tomorrow, Mon 23 Nov"),
        (0, 1, "Arriving today or tomorrow"),
        (2, 2, "Arriving Tue 24 Nov"),
        (2, 4, "Arriving Tue 24 – Thu 26 Nov"),
        (6, 9, "Arriving Sat 28 Nov – Tue 1 Dec"),
    ],
)
def test_a_headline_names_one_day_or_a_span(first: int, last: int, said: str) -> None:
    assert arriving(days(first, last), ENGLISH).replace("\u00a0", " ") == said


def test_where_nothing_is_expected_we_say_that_we_cannot_say() -> None:
    assert now_expected(None, ENGLISH) == "We can’t say yet when it will arrive"


@pytest.mark.parametrize(
    ("locale", "number", "said"),
    [
        ("en", 1, "Running 1 day late"),
        ("en", 2, "Running 2 days late"),
        ("ja", 1, "1日遅れています"),
        ("ko", 2, "2일 늦어지고 있어요"),
    ],
)
def test_lateness_is_counted_in_each_language(locale: str, number: int, said: str) -> None:
    assert running_late(number, voice(locale, TODAY, "UTC")) == said


def test_an_estimate_of_one_day_is_one_day() -> None:
    one = Estimate(*days(3, 3), TODAY + timedelta(days=3))
    assert expected(one, TODAY) == days(3, 3)
