"""Setting a distribution right by how earlier ones turned out: its level quickly, its shape slowly.

Each forecast is a clock on which its parcel ages from 0 to 1 (the probability integral transform). Counting
arrivals against parcels under way per stretch of that clock (an occurrence/exposure rate) tells where
parcels arrive sooner or later than they were forecast to, parcels still under way included. Before that,
each forecast is brought to the level that the young parcels told of on its day (see `level`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eta_model.journeys import Floats, Ints
from eta_model.level import ages_of, at_level, learn_levels

_EDGES = -np.log1p(-np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96]))
MEMORY_DAYS = 84
STRENGTH = 3000.0  # arrivals: a strike within the memory must not count for much
LOST_SHARE = 0.01
_FULL_UNTIL = 0.96
_NONE_FROM = 1.0


@dataclass(frozen=True)
class Outcomes:
    """Past forecasts and what came of them.

    `arrived` is (parcels, days): the share forecast to have arrived by the end of each day. `started` and
    `ended` are ledger days: when the parcel began to be under way, and when it arrived (NEVER: not yet).
    """

    arrived: Floats
    started: Ints
    ended: Ints


@dataclass(frozen=True)
class Recalibration:
    """How fast parcels arrive against the forecast: by `level` on the whole (0: as forecast; a logarithm), and
    on each stretch of the clock of forecasts at that level (1: as forecast)."""

    rates: tuple[float, ...] = (1.0,) * (len(_EDGES) - 1)
    level: float = 0.0

    @cached_property
    def _reached(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(np.array(self.rates) * np.diff(_EDGES))])

    def apply(self, arrived: Floats) -> Floats:
        """The set-right shares; never decreasing along the days when `arrived` is not."""
        arrived = at_level(arrived, self.level)
        hazard = ages_of(arrived)
        stretched = np.interp(hazard, _EDGES, self._reached) + np.maximum(hazard - _EDGES[-1], 0.0)
        moved = 1.0 - np.exp(-stretched)
        share = np.minimum(np.maximum((_NONE_FROM - arrived) / (_NONE_FROM - _FULL_UNTIL), 0.0), 1.0)
        return np.asarray(np.maximum.accumulate(arrived + share * (moved - arrived), axis=1))


def learn_recalibration(outcomes: Outcomes, day: int) -> Recalibration:
    """The level just before a ledger day, and the rates of the weeks before it; few parcels leave both usual."""
    first = day - MEMORY_DAYS
    levels = learn_levels(outcomes.arrived, outcomes.started, outcomes.ended, first, day)
    of_start = levels[np.clip(outcomes.started - first, 0, MEMORY_DAYS)]
    levelled = Outcomes(at_level(outcomes.arrived, of_start), outcomes.started, outcomes.ended)
    return Recalibration(_rates(levelled, day), float(levels[-1]))


def _rates(outcomes: Outcomes, day: int) -> tuple[float, ...]:
    recent = (outcomes.started < day) & (outcomes.started >= day - MEMORY_DAYS)
    arrived, started, ended = outcomes.arrived[recent], outcomes.started[recent], outcomes.ended[recent]
    if len(started) == 0:
        return Recalibration().rates
    done = ended < day
    last = np.minimum(ended, day - 1) - started
    # An arrival falls somewhere within its day; on average half-way.
    age = np.where(done, (_aged(arrived, last) + _aged(arrived, last - 1)) / 2, _aged(arrived, last))
    exposure = np.clip(age[:, None], _EDGES[:-1], _EDGES[1:]) - _EDGES[:-1]
    # A parcel open for long may never come; it counts for as much as it is likely to be under way at all.
    still_coming = np.where(done, 1.0, np.exp(-age) / (np.exp(-age) + LOST_SHARE))
    exposure *= still_coming[:, None]
    within = np.clip(np.digitize(age, _EDGES) - 1, 0, len(_EDGES) - 1)
    events = np.bincount(within[done], minlength=len(_EDGES))[: len(_EDGES) - 1]
    rates = (events + STRENGTH) / (exposure.sum(axis=0) + STRENGTH)
    return tuple(float(rate) for rate in rates)


def _aged(arrived: Floats, day: Ints) -> Floats:
    rows = np.arange(len(arrived))
    share = np.where(day >= 0, arrived[rows, np.clip(day, 0, arrived.shape[1] - 1)], 0.0)
    return ages_of(share)
