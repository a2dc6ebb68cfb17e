"""A slow-down shows at once, before the late parcels have arrived."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from eta_model.features.durations import learn_clocks
from eta_model.features.keys import codes_of, place_keys
from eta_model.features.rolling import Asked
from eta_model.features.speed import SPEED_WINDOWS, arrivals_due, speeds
from eta_model.history import check_history
from eta_model.journeys import journeys_of, ledger_offset
from tests.eta_model.made_up import made_up_history

STRIKE = datetime(2024, 4, 1)
USUAL_TRANSIT = 1.7


def nationwide_speed(history: pl.DataFrame, days_after: int) -> float:
    parcels = check_history(history).parcels
    journeys = journeys_of(parcels, "order", ledger_offset(parcels))
    day = int((STRIKE - datetime(1970, 1, 1)).days)
    clocks = learn_clocks(journeys, day)
    codes = codes_of(place_keys(journeys))
    usual = np.full(len(journeys), USUAL_TRANSIT)
    due = arrivals_due(journeys, clocks, usual, day, day + 60)
    now = {level: values[:1] for level, values in codes.items()}
    told = speeds(due, codes, "everything", Asked(np.array([day + days_after]), now))
    return float(told[0, SPEED_WINDOWS.index(15)])


def test_in_ordinary_weeks_it_is_near_nought() -> None:
    assert nationwide_speed(made_up_history(), 10) == pytest.approx(0.0, abs=0.2)


def test_a_strike_lowers_it_while_its_parcels_are_still_under_way() -> None:
    stopped = made_up_history().with_columns(
        delivered_at=pl.when(pl.col("delivered_at") < STRIKE)
        .then("delivered_at")
        .otherwise(pl.col("delivered_at") + timedelta(days=30))
    )
    assert nationwide_speed(stopped, 10) < -0.8


def test_what_comes_after_the_question_does_not_matter() -> None:
    later = made_up_history().with_columns(
        delivered_at=pl.when(pl.col("delivered_at") < STRIKE + timedelta(days=10)).then("delivered_at")
    )
    assert nationwide_speed(later, 10) == nationwide_speed(made_up_history(), 10)
