"""Quantiles, dates and chances follow from the shares arrived by each day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eta_model.distribution import chance_after, given_not_arrived, learn_hours, likeliest_day, quantiles
from eta_model.journeys import NEVER

EVENLY = np.linspace(0.0, 1.0, 25)
SHARES = np.array([[0.0, 0.1, 0.6, 0.9, 1.0]])


def any_shares() -> st.SearchStrategy[np.ndarray]:
    chances = arrays(float, (3, 12), elements=st.floats(0.001, 0.5))
    return chances.map(lambda c: np.cumsum(c, axis=1) / c.sum(axis=1, keepdims=True))


def test_a_quantile_lies_within_its_day() -> None:
    levels = quantiles(SHARES, np.array([0.25]), EVENLY, (0.1, 0.35, 0.6))
    assert levels[0] == pytest.approx([1.75, 2.25, 2.75])


def test_deliveries_in_the_afternoon_move_quantiles_there() -> None:
    afternoon = learn_hours(np.repeat(0.6, 5000))
    assert quantiles(SHARES, np.array([0.0]), afternoon, (0.35,))[0, 0] == pytest.approx(2.6, abs=0.03)


@given(any_shares(), st.floats(0, 1))
def test_quantiles_never_cross_and_are_positive(shares: np.ndarray, part: float) -> None:
    levels = quantiles(shares, np.full(3, part), EVENLY)
    assert (levels > 0).all()
    assert (np.diff(levels, axis=1) >= 0).all()


def test_the_likeliest_day_is_the_centre_of_the_likeliest_three() -> None:
    assert likeliest_day(np.array([[0.0, 0.0, 0.3, 0.7, 0.95, 1.0]])).tolist() == [3]


@pytest.mark.parametrize(("day", "chance"), [(-1, 1.0), (1, 0.9), (3, 0.1), (50, 0.0)])
def test_the_chance_of_being_late(day: int, chance: float) -> None:
    assert chance_after(SHARES, np.array([day]))[0] == pytest.approx(chance)


def test_without_a_promise_there_is_no_chance_of_being_late() -> None:
    assert np.isnan(chance_after(SHARES, np.array([NEVER]))[0])


def test_a_parcel_that_has_not_arrived_yet_has_only_the_days_to_come() -> None:
    assert given_not_arrived(SHARES, np.array([2]))[0] == pytest.approx([0, 0, 0, 0.75, 1.0])


@given(any_shares())
def test_nothing_known_changes_nothing(shares: np.ndarray) -> None:
    assert given_not_arrived(shares, np.full(3, -1)) == pytest.approx(shares)
