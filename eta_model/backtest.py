"""Walking forward through a history: each parcel forecast from what was known at its own midnight."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from eta_model.calendars import date_of, day_number
from eta_model.features.ground import Ground
from eta_model.forecaster import FitSettings, Forecaster, fit_forecaster
from eta_model.hazard import DAYS, starts_of
from eta_model.hindsight import Hindsight, asked_before
from eta_model.journeys import NEVER, Ints, Stage, journeys_of, ledger_day_of_midnight, ledger_offset
from eta_model.ladder import rung_counts, rungs
from eta_model.places import Gazetteer
from eta_model.plausibility import without_impossible
from eta_model.predictions import Answers, predictions
from eta_model.recalibration import MEMORY_DAYS


@dataclass(frozen=True)
class Window:
    """The dates walked through, both included, and every how many days the model is fit again (0: never)."""

    first: date
    last: date
    refit_days: int


def backtest(
    parcels: pl.DataFrame,
    window: Window,
    stage: Stage,
    gazetteer: Gazetteer,
    settings: FitSettings,
    progress: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """Predictions for every checked parcel ordered (or handed over) in the window, in order of time."""
    parcels = without_impossible(parcels, gazetteer).sort("ordered_at", "shipment_id")
    offset = ledger_offset(parcels)
    journeys = journeys_of(parcels, stage, offset)
    asked_on = journeys.question_date
    ground = Ground(journeys, gazetteer)
    walk = _Walk(ground, (asked_on >= day_number(window.first)) & (asked_on <= day_number(window.last)))
    start = ledger_day_of_midnight(window.first, parcels, offset)
    tables = [walk.nothing()]
    for first, end in _segments(walk.first_day, start, walk.last_day + 1, window.refit_days):
        if not (days := walk.days(first, end)):
            continue
        progress(f"fit on what was known before {date_of(first)}")
        fit = fit_forecaster(ground, first, settings)
        # The days before are forecast anew: what they came to has to be held against the model that serves.
        rows = walk.asked(first - MEMORY_DAYS, end)
        starts = starts_of(journeys, fit.forecaster.clocks)
        walk.arrived[rows] = fit.forecaster.shares(starts, fit.table, rows)
        tables += [walk.answers(day, fit.forecaster) for day in days]
    started = parcels.select("shipment_id", start="ordered_at" if stage == "order" else "handed_over_at")
    return pl.concat(tables).join(started, on="shipment_id").sort("start", "shipment_id").drop("start")


def _segments(asked_from: int, start: int, end: int, refit_days: int) -> Iterator[tuple[int, int]]:
    """The ledger days served by one fit each; a zone first ordered in within the window may ask before all others."""
    step = refit_days or max(end - start, 1)
    if asked_from < start:
        yield asked_from, start
    for first in range(start, end, step):
        yield first, min(first + step, end)


class _Walk:
    """The parcels of a backtest by the ledger day of their question, and what was forecast for them."""

    def __init__(self, ground: Ground, chosen: NDArray[np.bool_]) -> None:
        journeys = ground.journeys
        self._journeys, self._chosen = journeys, chosen
        self._order = np.argsort(journeys.question_day, kind="stable")
        self._sorted_days = journeys.question_day[self._order]
        self.arrived = np.zeros((len(journeys), DAYS), dtype=np.float32)
        self._basis, _ = rungs(rung_counts(ground.codes, journeys.delivered_day, ground.asked))
        self._days: list[int] = np.unique(journeys.question_day[chosen]).tolist()
        self.first_day, self.last_day = min(self._days, default=NEVER), max(self._days, default=-1)

    def days(self, first: int, end: int) -> list[int]:
        """Ledger days from `first` to before `end` on which chosen questions were asked."""
        return [day for day in self._days if first <= day < end]

    def asked(self, first: int, end: int) -> Ints:
        """Rows whose question was asked on a ledger day from `first` to before `end`."""
        low, high = np.searchsorted(self._sorted_days, [first, end])
        return np.asarray(self._order[low:high])

    def nothing(self) -> pl.DataFrame:
        none = Answers(np.empty(0, np.int64), np.empty((0, DAYS)), np.empty(0), [])
        return predictions(self._journeys, none, np.linspace(0.0, 1.0, 25))

    def answers(self, day: int, forecaster: Forecaster) -> pl.DataFrame:
        """The predictions of the questions of one ledger day, set right by what was known before it."""
        asked = self.asked(day, day + 1)
        rows = asked[self._chosen[asked]]
        past = asked_before(self._journeys, day)
        hindsight = Hindsight(self._journeys, past, self.arrived[past].astype(np.float64), day)
        recalibration = hindsight.recalibration()
        tau = np.full(rows.size, hindsight.tau(recalibration))
        arrived = recalibration.apply(self.arrived[rows].astype(np.float64))
        basis = [self._basis[row] for row in rows]
        return predictions(self._journeys, Answers(rows, arrived, tau, basis), forecaster.hours)
