"""A fitted model: everything needed to turn a question into the shares arrived by the end of each day."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from eta_model.distribution import learn_hours
from eta_model.features.durations import Clocks, durations_of, learn_clocks
from eta_model.features.ground import Ground
from eta_model.features.selection import chosen_features, direction, seen
from eta_model.features.source import Learnt
from eta_model.features.table import FeatureTable, feature_table
from eta_model.hazard import (
    DAY_FEATURES,
    DAYS,
    Expectation,
    Starts,
    all_days,
    arrival_chances,
    expectation_of,
    known_parcels,
    training_rows,
    unknown_abroad,
)
from eta_model.journeys import Floats, Ints, Journeys, Stage
from eta_model.prior import prior_chances
from eta_model.scorer import HazardScorer

_BATCH = 4000
_SOON = 26  # days
_SOONER, _SEVERAL = (18, 22), 8  # days, and the parcels from which on it pays to stop there
_NOTHING = 2.0**-54  # a share of 1 less this is 1 to the last bit


MOST_REMEMBERED = 16_384  # 600 bytes each


class Memory:
    """Shares asked for lately, by what the question looked like to the model; safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: LRUCache[Hashable, Floats] = LRUCache(MOST_REMEMBERED)

    def get(self, keys: Sequence[Hashable]) -> list[Floats | None]:
        with self._lock:
            return [self._kept.get(key) for key in keys]

    def keep(self, keys: Sequence[Hashable], shares: Floats) -> None:
        with self._lock:
            self._kept.update(zip(keys, shares, strict=True))


@dataclass(frozen=True)
class Forecaster:
    """What was learnt on a ledger day; `scorer` is None while there are too few parcels for a hazard."""

    stage: Stage
    day: int
    clocks: Clocks
    hours: Floats
    scorer: HazardScorer | None
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    def shares(self, starts: Starts, table: FeatureTable, rows: Ints) -> Floats:
        """The share arrived by the end of each day from the start date on, for the chosen rows."""
        expected = expectation_of(table, self.stage)
        if self.scorer is None:
            return prior_chances(starts, expected.abroad(unknown_abroad(table)), rows)
        chosen = seen(table, self.stage)
        parts = [np.empty((0, DAYS))]
        for first in range(0, len(rows), _BATCH):
            part = rows[first : first + _BATCH]
            parts.append(arrival_chances(_hazards(self.scorer, chosen[part], starts, expected, part)))
        return np.concatenate(parts)


def _hazards(
    scorer: HazardScorer, chosen: NDArray[np.float32], starts: Starts, expected: Expectation, parcels: Ints
) -> Floats:
    """One row per parcel, one column per day; days that next to nothing is left for are not asked after."""
    days = all_days(starts, expected, parcels)
    hazards, left = np.ones((len(parcels), DAYS)), np.arange(len(parcels))
    for first, last in pairwise(_stops(len(parcels), slow=scorer.slow)):
        hazards[left, first:last] = _chances(scorer, chosen[left], days[left, first:last])
        left = left[np.prod(1.0 - hazards[left, : min(last, _SOON)], axis=1) > _NOTHING]
        if not left.size:
            break
    scorer.slow = 2 * left.size > len(parcels)
    return hazards


def _stops(parcels: int, *, slow: bool) -> tuple[int, ...]:
    """The days up to which so many parcels are asked for at a time: one long question is quicker than two."""
    if slow:
        return 0, DAYS
    return (0, *_SOONER, _SOON, DAYS) if parcels >= _SEVERAL else (0, _SOON, DAYS)


def _chances(scorer: HazardScorer, chosen: NDArray[np.float32], days: NDArray[np.float32]) -> Floats:
    """The hazards of (parcels, days) from each parcel's own features and those of its days."""
    features = np.empty((*days.shape[:2], chosen.shape[1] + days.shape[2]), np.float32)
    features[..., : chosen.shape[1]] = chosen[:, None]
    features[..., chosen.shape[1] :] = days
    return scorer.chances(features.reshape(-1, features.shape[2])).reshape(days.shape[:2])


@dataclass(frozen=True)
class FitSettings:
    """How the hazard is fit: days of history, most parcels, trees, share of idle days kept, seed."""

    window_days: int = 450
    most_parcels: int = 60_000
    trees: int = 90
    thin: float = 0.25
    seed: int = 1


@dataclass(frozen=True)
class Fit:
    """What came of a fit: the forecaster, what it was learnt from, and the features of all parcels."""

    forecaster: Forecaster
    learnt: Learnt
    table: FeatureTable


def fit_forecaster(ground: Ground, day: int, settings: FitSettings) -> Fit:
    """Learn from what was known before a ledger day."""
    journeys = ground.journeys
    clocks = learn_clocks(journeys, day)
    learnt = Learnt(ground, clocks, day)
    table = feature_table(ground.parcels, learnt.facts(ground.asked), handling_known(journeys, clocks))
    hours = learn_hours(journeys.delivered_part[journeys.delivered_day < day])
    scorer = _fit_scorer(journeys, clocks, table, day, settings)
    return Fit(Forecaster(journeys.stage, day, clocks, hours, scorer), learnt, table)


def handling_known(journeys: Journeys, clocks: Clocks) -> Floats | None:
    """The logarithm of each parcel's handling, at the stage that knows it."""
    return durations_of(journeys, clocks).handling if journeys.stage == "handover" else None


def _fit_scorer(
    journeys: Journeys, clocks: Clocks, table: FeatureTable, day: int, settings: FitSettings
) -> HazardScorer | None:
    from eta_model.training import can_fit, fit_hazard

    parcels = known_parcels(journeys, day, settings.window_days)[-settings.most_parcels :]
    rows = training_rows(journeys, clocks, table, parcels, day, settings.thin, settings.seed)
    if not can_fit(rows):
        return None
    directions = [direction(name) for name in chosen_features(journeys.stage)] + [0] * len(DAY_FEATURES)
    return HazardScorer(fit_hazard(rows, directions, settings.trees, settings.seed))
