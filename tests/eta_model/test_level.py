"""The level follows the young parcels, of any number, and only what was known."""

import numpy as np
import pytest

from eta_model.journeys import NEVER, Floats
from eta_model.level import HALF_LIFE_DAYS, at_level, learn_levels
from eta_model.recalibration import Outcomes

FIRST, TODAY = 20_000, 20_084
SHARES = np.linspace(0.0, 1.0, 21)[1:]


def outcomes(speed_lately: float, parcels: int = 8000, seed: int = 3, lately: int = 10) -> Outcomes:
    """Parcels forecast to arrive evenly over twenty days; those of the last days (`lately`) go at another speed."""
    chance = np.random.default_rng(seed)
    started = FIRST + chance.integers(0, TODAY - FIRST, parcels)
    speed = np.where(started >= TODAY - lately, speed_lately, 1.0)
    ended = started + np.floor(chance.random(parcels) * 20 / speed).astype(np.int64)
    return Outcomes(np.tile(SHARES, (parcels, 1)), started, np.where(ended < TODAY, ended, NEVER))


def levels(known: Outcomes, day: int = TODAY) -> Floats:
    return learn_levels(known.arrived, known.started, known.ended, FIRST, day)


def test_forecasts_that_came_true_leave_it_usual() -> None:
    assert np.abs(levels(outcomes(1.0))).max() < 0.2


@pytest.mark.parametrize(("speed", "sign"), [(2.0, 1), (0.4, -1)])
def test_parcels_of_the_last_days_move_it_though_older_ones_went_as_ever(speed: float, sign: int) -> None:
    told = levels(outcomes(speed))
    assert sign * told[-1] > 0.2
    assert abs(told[TODAY - 12 - FIRST]) < 0.15


@pytest.mark.parametrize(("speed", "sign"), [(1.5, 1), (0.7, -1)])
def test_a_change_under_way_is_taken_to_go_on_for_a_while(speed: float, sign: int) -> None:
    told = sign * levels(outcomes(speed, lately=14))
    lasting = sign * levels(outcomes(speed, lately=60))
    assert told[-1] > lasting[-1] > 0.05


def test_a_standstill_of_days_moves_it_no_further_than_a_change_of_pace_would() -> None:
    stopped = levels(outcomes(0.02, parcels=40_000, lately=7))
    assert -0.6 < stopped[-1] < -0.15


def test_a_handful_of_parcels_moves_it_little() -> None:
    assert abs(levels(outcomes(2.0, parcels=20))[-1]) < 0.1


def test_without_news_it_goes_back() -> None:
    slow, silent = outcomes(0.4), int(10 * HALF_LIFE_DAYS)
    later = learn_levels(slow.arrived[:0], slow.started[:0], slow.ended[:0], FIRST, TODAY + silent)
    assert later[-1] == 0.0


def test_facts_of_a_day_do_not_tell_of_its_own_midnight() -> None:
    known = outcomes(1.3)
    later = known.ended.copy()
    later[known.ended == TODAY - 5] = NEVER
    told, other = (learn_levels(known.arrived, known.started, e, FIRST, TODAY) for e in (known.ended, later))
    same = TODAY - 5 - FIRST + 1
    assert (told[:same] == other[:same]).all()
    assert told[same] != other[same]


@pytest.mark.parametrize("level", [-1.0, 0.0, 1.0])
def test_at_another_level_shares_stay_shares(level: float) -> None:
    moved = at_level(SHARES[None, :], level)[0]
    assert (np.diff(moved) >= 0).all()
    assert moved[-1] == pytest.approx(1.0)
    assert (moved[5] - SHARES[5]) * level >= 0
