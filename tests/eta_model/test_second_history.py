"""In a country whose true distributions are known, forecasts come close to them, strike or not."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from benchmarks.second_history import DRAWS, START, MadeUp, made_up, regrets
from eta_model.backtest import Window, backtest
from eta_model.forecaster import FitSettings
from eta_model.history import check_history
from eta_model.places import Gazetteer

PARCELS, DAYS, STRIKE_ON = 5_000, 300, 240
MOST_REGRET = 0.15


@pytest.fixture(scope="module")
def world() -> MadeUp:
    return made_up(PARCELS, DAYS, STRIKE_ON)


def truth(world: MadeUp) -> pl.DataFrame:
    levels = {f"p{level}": np.quantile(world.draws, level / 100, axis=1) for level in (50, 80, 90, 95)}
    return pl.DataFrame({"shipment_id": world.history["shipment_id"], **levels})


def test_the_true_quantiles_have_nothing_to_regret(world: MadeUp) -> None:
    assert world.draws.shape == (PARCELS, DRAWS)
    assert list(regrets(world, truth(world)).values()) == pytest.approx([0.0] * 4)


def test_quantiles_a_day_off_are_regretted(world: MadeUp) -> None:
    late = truth(world).with_columns(pl.col("p50", "p80", "p90", "p95") + 1.5)
    assert regrets(world, late)["p50"] > 0.05


def test_what_happened_is_drawn_from_the_true_law(world: MadeUp) -> None:
    took = (
        world.history["delivered_at"] - world.history["ordered_at"]
    ).dt.total_seconds().to_numpy() / 86_400
    for level in (50, 80, 90, 95):
        quantile = truth(world)[f"p{level}"].to_numpy()
        assert (took <= quantile).mean() == pytest.approx(level / 100, abs=0.03)


@pytest.mark.slow
def test_several_carriers_and_a_strike_are_forecast_close_to_the_truth(world: MadeUp) -> None:
    window = Window(START + timedelta(DAYS - 100), START + timedelta(DAYS - 1), 0)
    parcels = check_history(world.history).parcels
    told = backtest(parcels, window, "order", Gazetteer({}), FitSettings(trees=40))
    assert np.mean(list(regrets(world, told).values())) < MOST_REGRET
