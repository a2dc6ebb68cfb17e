"""Forecasts are held against what was known of their parcels by then, and against nothing doubtful."""

from dataclasses import replace

import numpy as np
import pytest

from eta_model.hindsight import Hindsight, asked_before
from eta_model.history import check_history
from eta_model.journeys import NEVER, Journeys, journeys_of
from eta_model.recalibration import MEMORY_DAYS
from tests.eta_model.made_up import made_up_history


@pytest.fixture(scope="module")
def journeys() -> Journeys:
    return journeys_of(check_history(made_up_history(400)).parcels, "order", 0)


def test_what_was_asked_within_the_memory_is_looked_at(journeys: Journeys) -> None:
    day = int(journeys.start_day.max()) + 1
    asked = np.isin(np.arange(len(journeys)), asked_before(journeys, day))
    assert (journeys.question_day[asked] >= day - MEMORY_DAYS).all()
    assert (journeys.question_day[~asked] < day - MEMORY_DAYS).all()
    assert asked.any() and not asked.all()


def test_what_starts_later_than_its_question_s_day_is_not_known_yet(journeys: Journeys) -> None:
    day = int(np.median(journeys.question_day))
    late = replace(journeys, ordered_day=np.where(journeys.ordered_day == day - 1, day, journeys.ordered_day))
    known = asked_before(late, day)
    assert known.size and (late.start_day[known] < day).all()
    assert np.isin(known, asked_before(late, day + 1)).all()


def test_a_doubtful_parcel_counts_up_to_the_day_of_the_doubt(journeys: Journeys) -> None:
    first = int(asked_before(journeys, int(journeys.start_day.max()))[0])
    day = int(journeys.question_day[first]) + 9
    doubted = np.full(len(journeys), NEVER)
    doubted[first] = day
    doubtful = replace(journeys, doubted_day=doubted)
    assert first in asked_before(doubtful, day)
    assert first not in asked_before(doubtful, day + 1)


def test_parcels_later_than_forecast_move_new_forecasts_later(journeys: Journeys) -> None:
    day = int(journeys.start_day.max()) + 1
    rows = asked_before(journeys, day)
    soon = np.tile(1.0 - 0.5 ** np.arange(1, 77), (len(rows), 1))
    soon[:, -1] = 1.0
    hindsight = Hindsight(journeys, rows, soon, day)
    recalibration = hindsight.recalibration()
    assert (recalibration.apply(soon[:1])[0, :10] < soon[0, :10]).all()
    assert 0.0 < hindsight.tau(recalibration) < 1.0
