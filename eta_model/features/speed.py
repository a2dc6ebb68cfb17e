"""Is the carrier faster or slower than usual right now: arrivals counted against those to be expected.

Parcels still under way count as much as those that arrived, so the answer does not lag and is not fooled
by recent parcels of which only the fast ones have arrived.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eta_model.features.durations import HORIZON_DAYS, Clocks
from eta_model.features.rolling import Asked
from eta_model.journeys import NEVER, Floats, Ints, Journeys
from eta_model.ledger import SCALE, DatedSums, as_whole

SPEED_WINDOWS = (4, 8, 15, 29)
SPEED_LEVELS = ("everything", "service", "region", "lane_region", "area")
_STRENGTH = 15.0
_BINS = np.linspace(0.0, 4.0, 41)


@dataclass(frozen=True)
class _Days:
    """Every ledger day that every handed-over parcel was under way, its progress and the day's weight."""

    parcel: Ints
    day: Ints
    progress: Floats
    weight: Floats


def _days_under_way(journeys: Journeys, clocks: Clocks, expected: Floats, end_day: int) -> _Days:
    start = journeys.handed_day
    known = (start < end_day) & np.isfinite(expected)
    end = np.minimum(np.minimum(journeys.delivered_day, end_day - 1), start + HORIZON_DAYS)
    lengths = np.where(known, np.maximum(end - start + 1, 0), 0)
    parcel = np.repeat(np.arange(len(journeys)), lengths)
    days = start[parcel] + np.arange(len(parcel)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = clocks.carrier_rows(journeys)[parcel]
    gone = clocks.carrier.elapsed(rows, days) - clocks.carrier.elapsed(rows, start[parcel])
    return _Days(
        parcel=parcel,
        day=days,
        progress=gone / np.exp(expected[parcel]),
        weight=clocks.carrier.weight(rows, days),
    )


def speed_features(
    journeys: Journeys, clocks: Clocks, expected: Floats, codes: Mapping[str, Ints], asked: Asked, day: int
) -> dict[str, Floats]:
    """Logarithms of arrived over expected, per level and window, as known when each question was asked.

    `expected` is the logarithm of each parcel's transit as its places had it when it was ordered; the
    usual chance of arriving is learnt from what happened before the ledger day `day`.
    """
    end_day = int(asked.days[asked.days < NEVER].max(initial=day))
    under_way = _days_under_way(journeys, clocks, expected, end_day)
    arrived = journeys.delivered_day[under_way.parcel] == under_way.day
    bins = np.digitize(under_way.progress, _BINS)
    learnt = under_way.day < day
    events = np.bincount(bins, arrived & learnt, len(_BINS) + 1)
    exposure = np.bincount(bins, under_way.weight * learnt, len(_BINS) + 1)
    chance = (events / np.maximum(exposure, 1.0))[bins] * under_way.weight
    values = np.stack([arrived.astype(np.int64) * SCALE, as_whole(chance)], axis=1)
    features: dict[str, Floats] = {}
    for level in SPEED_LEVELS:
        sums = DatedSums(codes[level][under_way.parcel], under_way.day, values)
        for window in SPEED_WINDOWS:
            seen, due = sums.between(asked.codes[level], asked.days - window, asked.days).T / SCALE
            features[f"speed_{level}_{window}"] = np.log((seen + _STRENGTH) / (due + _STRENGTH))
    return features
