"""A fitted model's own scorecard: how a lighter one like it did on recent weeks that it had not seen."""

from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from eta_model.backtest import Window, backtest
from eta_model.forecaster import FitSettings
from eta_model.places import Gazetteer
from eta_model.scorecard import scorecard, scored

WEEKS = timedelta(days=28)
# Nearly all parcels of the weeks must have arrived, else only the fast ones would be counted.
ARRIVAL = timedelta(days=42)
LIGHTER = FitSettings(most_parcels=20_000, trees=60)


def trial(parcels: pl.DataFrame, as_of: date, gazetteer: Gazetteer) -> dict[str, Any]:
    """The scorecard at order time of four weeks, the last of them six weeks before `as_of`.

    Only what was known of the checked parcels at the midnight (UTC) that `as_of` began with is looked at.
    """
    midnight = pl.lit(datetime.combine(as_of, time())).dt.replace_time_zone("UTC")
    known = parcels.filter(pl.col("ordered_at") < midnight).with_columns(
        pl.when(pl.col(name) < midnight).then(name).alias(name) for name in ("handed_over_at", "delivered_at")
    )
    window = Window(as_of - ARRIVAL - WEEKS, as_of - ARRIVAL - timedelta(days=1), 0)
    if known.is_empty():
        return {"parcels": 0}
    told = backtest(known, window, "order", gazetteer, LIGHTER)
    card = scorecard(scored(told, known, "order"))
    return {"from": str(window.first), "to": str(window.last), **card}
