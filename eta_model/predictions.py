"""The table of predictions that the offline commands write."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from eta_model.distribution import QUANTILES, chance_after, likeliest_day, quantiles
from eta_model.journeys import NEVER, Floats, Ints, Journeys
from eta_model.promise import promise_days

CONFIDENCE = 0.9
TAU_DAYS = 28


@dataclass(frozen=True)
class Answers:
    """What is to be told of the chosen rows: shares set right, the promise's τ per row, the rung."""

    rows: Ints
    arrived: Floats
    tau: Floats
    basis: list[str]


def predictions(journeys: Journeys, answers: Answers, hours: Floats) -> pl.DataFrame:
    """One row per answer: quantiles in days from the start, dates in the destination's local time."""
    rows, arrived = answers.rows, answers.arrived
    start = journeys.start_date[rows]
    levels = quantiles(arrived, journeys.start_part[rows], hours)
    promised = journeys.frame["promised_on"].cast(pl.Int32).to_numpy().astype(float)[rows]
    deadline = np.where(np.isnan(promised), NEVER, np.nan_to_num(promised) - start).astype(np.int64)
    late = chance_after(arrived, deadline)
    promise = start + promise_days(arrived, answers.tau, CONFIDENCE)
    return pl.DataFrame(
        {
            "shipment_id": journeys.frame["shipment_id"].gather(rows),
            **{f"p{round(100 * q)}": levels[:, i].round(4) for i, q in enumerate(QUANTILES)},
            "likely_on": pl.Series((start + likeliest_day(arrived)).astype(np.int32)).cast(pl.Date),
            "promise_on": pl.Series(promise.astype(np.int32)).cast(pl.Date),
            "late_probability": pl.Series(late.round(6)).fill_nan(None),
            "basis": pl.Series(answers.basis, dtype=pl.String),
        }
    )
