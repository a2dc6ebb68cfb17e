"""A slow-down shows at once, before the late parcels have arrived."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from eta_model.features.durations import learn_clocks
from eta_model.features.keys import codes_of, place_keys
from eta_model.features.pace import PACE_WINDOWS, days_under_way, pace_ledgers, paces
from eta_model.features.rolling import Asked
from eta_model.history import check_history
from eta_model.journeys import journeys_of, ledger_offset
from tests.eta_model.made_up import made_up_history

STRIKE = datetime(2024, 4, 1)
USUAL_TRANSIT = 1.7


def nationwide_pace(history: pl.DataFrame, days_after: int) -> float:
    parcels = check_history(history).parcels
    journeys = journeys_of(parcels, "order", ledger_offset(parcels))
    day = int((STRIKE - datetime(1970, 1, 1)).days)
    codes = codes_of(place_keys(journeys))
    usual = np.full(len(journeys), USUAL_TRANSIT)
    under_way = days_under_way(journeys, learn_clocks(journeys, day), usual, day + 60)
    now = {level: values[:1] for level, values in codes.items()}
    told = paces(pace_ledgers(under_way, codes, day), Asked(np.array([day + days_after]), now))
    return float(told["everything"][0, PACE_WINDOWS.index(7)])


def test_in_ordinary_weeks_it_is_near_nought() -> None:
    assert nationwide_pace(made_up_history(), 10) == pytest.approx(0.0, abs=0.2)


def test_a_strike_raises_it_while_its_parcels_are_still_under_way() -> None:
    stopped = made_up_history().with_columns(
        delivered_at=pl.when(pl.col("delivered_at") < STRIKE)
        .then("delivered_at")
        .otherwise(pl.col("delivered_at") + timedelta(days=30))
    )
    assert nationwide_pace(stopped, 10) > 0.3


def test_what_comes_after_the_question_does_not_matter() -> None:
    later = made_up_history().with_columns(
        delivered_at=pl.when(pl.col("delivered_at") < STRIKE + timedelta(days=10)).then("delivered_at")
    )
    assert nationwide_pace(later, 10) == nationwide_pace(made_up_history(), 10)


def test_a_place_that_nothing_went_to_has_the_wider_one_s_to_the_bit() -> None:
    parcels = check_history(made_up_history()).parcels
    journeys = journeys_of(parcels, "order", ledger_offset(parcels))
    codes = codes_of(place_keys(journeys))
    day = int((STRIKE - datetime(1970, 1, 1)).days)
    under_way = days_under_way(
        journeys, learn_clocks(journeys, day), np.full(len(journeys), USUAL_TRANSIT), day
    )
    unknown = {level: values[:1] for level, values in codes.items()} | {"area": np.array([10_000])}
    told = paces(pace_ledgers(under_way, codes, day), Asked(np.array([day]), unknown))
    assert told["area"].tolist() == told["region"].tolist() != told["everything"].tolist()
