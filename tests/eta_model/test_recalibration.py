"""Forecasts are set right by what became of earlier ones, and never out of order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.journeys import NEVER
from eta_model.recalibration import Outcomes, Recalibration, learn_recalibration

TODAY = 20_000
SHARES = np.linspace(0.0, 1.0, 21)[1:]


def outcomes(parcels: int, stretch: float, seed: int = 3) -> Outcomes:
    """Parcels forecast to arrive evenly over twenty days that take `stretch` times as long."""
    chance = np.random.default_rng(seed)
    started = TODAY - chance.integers(1, 60, parcels)
    ended = started + np.floor(chance.random(parcels) * 20 * stretch).astype(np.int64)
    return Outcomes(np.tile(SHARES, (parcels, 1)), started, np.where(ended < TODAY, ended, NEVER))


def test_without_outcomes_nothing_changes() -> None:
    assert learn_recalibration(outcomes(0, 1.0), TODAY) == Recalibration()
    assert Recalibration().apply(SHARES[None, :])[0] == pytest.approx(SHARES)


def test_forecasts_that_came_true_are_left_alone() -> None:
    moved = learn_recalibration(outcomes(6000, 1.0), TODAY).apply(SHARES[None, :])[0]
    assert np.abs(moved - SHARES).max() < 0.03


@pytest.mark.parametrize(("stretch", "sooner"), [(0.7, True), (1.4, False)])
def test_the_centre_moves_the_way_parcels_went(stretch: float, sooner: bool) -> None:
    moved = learn_recalibration(outcomes(12_000, stretch), TODAY).apply(SHARES[None, :])[0]
    assert (moved[9] > SHARES[9] + 0.03) if sooner else (moved[9] < SHARES[9] - 0.03)


def test_a_handful_of_parcels_moves_little() -> None:
    moved = learn_recalibration(outcomes(10, 2.0), TODAY).apply(SHARES[None, :])[0]
    assert np.abs(moved - SHARES).max() < 0.05


def test_outcomes_of_today_and_later_are_not_looked_at() -> None:
    known = outcomes(500, 1.3)
    later = Outcomes(known.arrived, known.started, np.where(known.ended == NEVER, TODAY + 3, known.ended))
    assert learn_recalibration(known, TODAY) == learn_recalibration(later, TODAY)


@given(st.lists(st.floats(0.2, 3.0), min_size=10, max_size=10))
def test_shares_stay_shares_and_never_decrease(rates: list[float]) -> None:
    moved = Recalibration(tuple(rates)).apply(SHARES[None, :])[0]
    assert (np.diff(moved) >= 0).all()
    assert moved[0] >= 0
    assert moved[-1] == pytest.approx(1.0)


def test_the_tail_moves_as_well() -> None:
    moved = learn_recalibration(outcomes(6000, 1.4), TODAY).apply(SHARES[None, :])[0]
    assert moved[17] < SHARES[17] - 0.03
