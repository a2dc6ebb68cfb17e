"""A public marketplace's history is read whole, and a cut of it is forecast well enough and quickly."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from eta_model.backtest import Window, backtest
from eta_model.forecaster import FitSettings
from eta_model.history import read_history
from eta_model.places import read_places
from eta_model.scorecard import scorecard, scored

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the public delivery history is not on this machine"
)


@pytest.fixture(scope="module")
def parcels() -> pl.DataFrame:
    return read_history(DATA / "olist_until_2018-05.parquet").parcels


def test_every_row_is_read(parcels: pl.DataFrame) -> None:
    assert parcels.height == 72_566
    assert parcels["delivered_at"].is_not_null().sum() == 68_318


@pytest.mark.slow
def test_two_summer_weeks_are_forecast_better_than_by_one_figure_for_all(parcels: pl.DataFrame) -> None:
    known = parcels.filter(pl.col("ordered_at").dt.date() < date(2017, 7, 20))
    window = Window(date(2017, 6, 26), date(2017, 7, 9), 0)
    told = backtest(known, window, "order", read_places(DATA / "places_br.parquet"), FitSettings(trees=40))
    rows = scored(told, parcels, "order")
    card = scorecard(rows)
    one_for_all = (rows["actual"] - rows["actual"].median()).abs().mean()
    assert card["mae_days"] < 0.85 * float(one_for_all)  # type: ignore[arg-type]
    assert card["coverage_error"] < 0.08
    assert 0.85 < card["promise_kept"] < 0.97
