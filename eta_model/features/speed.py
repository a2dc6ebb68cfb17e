"""Is the carrier faster or slower than usual right now: arrivals counted against those to be expected.

Parcels still under way count as much as those that arrived, so the answer does not lag and is not fooled
by recent parcels of which only the fast ones have arrived.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.features.durations import HORIZON_DAYS, Clocks
from eta_model.features.rolling import Asked
from eta_model.journeys import Floats, Ints, Journeys
from eta_model.ledger import SCALE, DatedSums, as_whole

SPEED_WINDOWS = (15, 29)
SPEED_LEVELS = ("everything", "lane_region")
_STRENGTH = 15.0
_BINS = np.linspace(0.0, 4.0, 41)


@dataclass(frozen=True)
class ArrivalsDue:
    """Every ledger day that every handed-over parcel was under way: arrived or not, and the chance of it.

    `values` holds both in millionths, one row per parcel and day.
    """

    parcel: Ints
    day: Ints
    values: NDArray[np.int64]


def arrivals_due(
    journeys: Journeys, clocks: Clocks, expected: Floats, learnt_until: int, end: int
) -> ArrivalsDue:
    """The days under way before the ledger day `end`.

    `expected` is the logarithm of each parcel's transit as its places had it when it was asked for; the
    usual chance of arriving, given how much of that has gone by, is learnt from before `learnt_until`.
    """
    parcel, day = _days_under_way(journeys, end)
    rows = clocks.carrier_rows(journeys)[parcel]
    gone = clocks.carrier.elapsed(rows, day) - clocks.carrier.elapsed(rows, journeys.handed_day[parcel])
    weight = clocks.carrier.weight(rows, day)
    arrived = journeys.delivered_day[parcel] == day
    bins = np.digitize(gone / np.exp(expected[parcel]), _BINS)
    learnt = day < learnt_until
    events = np.bincount(bins, arrived & learnt, len(_BINS) + 1)
    exposure = np.bincount(bins, weight * learnt, len(_BINS) + 1)
    chance = (events / np.maximum(exposure, 1.0))[bins] * weight
    return ArrivalsDue(parcel, day, np.stack([as_whole(arrived.astype(float)), as_whole(chance)], axis=1))


def _days_under_way(journeys: Journeys, end: int) -> tuple[Ints, Ints]:
    start = journeys.handed_day
    last = np.minimum(np.minimum(journeys.delivered_day, end - 1), start + HORIZON_DAYS)
    lengths = np.where(start < end, np.maximum(last - start + 1, 0), 0)
    parcel = np.repeat(np.arange(len(journeys)), lengths)
    return parcel, start[parcel] + np.arange(len(parcel)) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def speeds(due: ArrivalsDue, codes: Mapping[str, Ints], level: str, asked: Asked) -> Floats:
    """Logarithms of arrived over expected, (questions, windows), as known when each question was asked."""
    sums = DatedSums(codes[level][due.parcel], due.day, due.values)
    columns = []
    for window in SPEED_WINDOWS:
        seen, chance = sums.between(asked.codes[level], asked.days - window, asked.days).T / SCALE
        columns.append(np.log((seen + _STRENGTH) / (chance + _STRENGTH)))
    return np.stack(columns, axis=1)
