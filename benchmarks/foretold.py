"""A delivery history walked through day by day: the chance of each parcel to miss its promise, as then known."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from eta_model.calendars import day_number
from eta_model.distribution import given_not_arrived
from eta_model.features.ground import Ground
from eta_model.forecaster import FitSettings, fit_forecaster
from eta_model.hazard import starts_of
from eta_model.hindsight import Hindsight, asked_before
from eta_model.journeys import NEVER, Floats, Ints, Journeys, journeys_of, ledger_offset
from eta_model.places import Gazetteer
from eta_model.plausibility import without_impossible
from eta_model.recalibration import MEMORY_DAYS

REFIT_DAYS = 28
LONGEST = 60  # days after the hand-over; nothing is foretold later


@dataclass(frozen=True)
class Foretold:
    """Parcels promised for a day, by their hand-over; days are counted from it.

    `chances[i, k]` is the chance of parcel i to miss its promise as it was known on the morning of day k, NaN
    once it had arrived or the promise had passed. `promised` and `arrived` are days too, `arrived` a great
    number for those that never did. `lane_late` is the share of its lane's parcels that were late before.
    """

    chances: NDArray[np.float32]
    promised: Ints
    arrived: Ints
    lane_late: Floats

    @property
    def late(self) -> NDArray[np.bool_]:
        return self.arrived > self.promised


def foretell(
    parcels: pl.DataFrame, gazetteer: Gazetteer, first: date, last: date, known_until: date
) -> Foretold:
    """Walk through the hand-overs from `first` to `last`, models fit every four weeks on what was known then.

    Parcels promised for a day after `known_until` are left out, for nobody knows yet whether they were late, and
    so are those of which it is doubtful.
    """
    parcels = without_impossible(parcels, gazetteer).sort("ordered_at", "shipment_id")
    journeys = journeys_of(parcels, "handover", ledger_offset(parcels))
    promised = parcels["promised_on"].cast(pl.Int32).to_numpy().astype(float)
    begun = journeys.handed_date
    chosen = np.flatnonzero(
        (begun >= day_number(first)) & (begun <= day_number(last)) & (promised >= begun)
        & (promised <= day_number(known_until)) & (journeys.doubted_day == NEVER)
    )  # fmt: skip
    arrived = shares(journeys, gazetteer, day_number(first), day_number(last) + 1)
    days = (np.nan_to_num(promised[chosen]) - begun[chosen]).astype(np.int64)
    took = journeys.delivered_date[chosen] - begun[chosen]
    chances = np.full((len(chosen), LONGEST), np.nan, dtype=np.float32)
    for day in range(day_number(first) + 1, day_number(last) + LONGEST):
        gone = day - begun[chosen]
        waits = np.flatnonzero((gone >= 1) & (gone < LONGEST) & (gone <= days) & (took >= gone))
        if waits.size:
            told = given_not_arrived(set_right(journeys, arrived, chosen[waits], day), gone[waits] - 1)
            by_then = np.minimum(days[waits], told.shape[1] - 1)
            chances[waits, gone[waits]] = 1.0 - told[np.arange(waits.size), by_then]
    return Foretold(chances, days, took, lateness_of_lanes(parcels, journeys, promised)[chosen])


def shares(journeys: Journeys, gazetteer: Gazetteer, first: int, end: int) -> NDArray[np.float32]:
    """The shares arrived by the end of each day, as the newest model told them at each parcel's hand-over."""
    arrived = np.zeros((len(journeys), 0), dtype=np.float32)
    ground = Ground(journeys, gazetteer)
    for day in range(first, end, REFIT_DAYS):
        fit = fit_forecaster(ground, day, FitSettings())
        since = day - MEMORY_DAYS if day == first else day
        rows = np.flatnonzero((journeys.question_day >= since) & (journeys.question_day < day + REFIT_DAYS))
        told = fit.forecaster.shares(starts_of(journeys, fit.forecaster.clocks), fit.table, rows)
        if not arrived.shape[1]:
            arrived = np.zeros((len(journeys), told.shape[1]), dtype=np.float32)
        arrived[rows] = told
    return arrived


def set_right(journeys: Journeys, arrived: NDArray[np.float32], rows: Ints, day: int) -> Floats:
    """The shares of some parcels, set right by how others turned out before that day."""
    past = asked_before(journeys, day)
    past = past[arrived[past, -1] > 0]
    hindsight = Hindsight(journeys, past, arrived[past].astype(np.float64), day)
    return hindsight.recalibration().apply(arrived[rows].astype(np.float64))


def lateness_of_lanes(parcels: pl.DataFrame, journeys: Journeys, promised: Floats) -> Floats:
    """For each parcel the late share of those on its lane whose promise had ended before its hand-over.

    Leaning on the share of all lanes by the weight of ten parcels, as a careful shop would.
    """
    ends = parcels["origin_postcode"].str.slice(0, 2) + ">" + parcels["dest_postcode"].str.slice(0, 2)
    lanes = ends.rank("dense").to_numpy().astype(np.int64)
    late, begun = journeys.delivered_date > promised, journeys.handed_date
    counts, missed = np.zeros(lanes.max() + 1), np.zeros(lanes.max() + 1)
    known = np.zeros(len(parcels))
    due = np.argsort(promised, kind="stable")
    due = due[journeys.doubted_day[due] == NEVER]
    ended = 0
    for row in np.argsort(begun, kind="stable"):
        while ended < len(due) and promised[due[ended]] < begun[row]:
            counts[lanes[due[ended]]] += 1
            missed[lanes[due[ended]]] += late[due[ended]]
            ended += 1
        usual = missed.sum() / max(counts.sum(), 1.0)
        known[row] = (missed[lanes[row]] + 10 * usual) / (counts[lanes[row]] + 10)
    return known
