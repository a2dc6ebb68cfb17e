"""Mean logarithms of durations over the last days, each place leaning on the wider one when it has few."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eta_model.journeys import NEVER, Floats, Ints
from eta_model.ledger import SCALE, DatedSums, as_whole

WINDOWS = (7, 14, 28, 90, 400)


@dataclass(frozen=True)
class Family:
    """One quantity averaged down a chain of places.

    `levels` go from wide to narrow, each with the windows (days) that become features; `strength` is how
    many parcels the wider place's mean counts for; `usual` stands where nothing is known at all.
    """

    name: str
    measure: str
    levels: tuple[tuple[str, tuple[int, ...]], ...]
    usual: float
    strength: float = 10.0

    def features(self, means: Mapping[str, Floats]) -> dict[str, Floats]:
        """The named features, picked from each level's means over all windows."""
        return {
            f"{self.name}_{level}_{window}": means[level][:, WINDOWS.index(window)]
            for level, windows in self.levels
            for window in windows
        }


@dataclass(frozen=True)
class Facts:
    """Dated values: the ledger day each became known, the value, and the codes of its places."""

    days: Ints
    values: Floats
    codes: Mapping[str, Ints]


@dataclass(frozen=True)
class Asked:
    """Questions: the ledger day each was asked on and the codes of its places."""

    days: Ints
    codes: Mapping[str, Ints]


def rolling_means(family: Family, facts: Facts, asked: Asked) -> dict[str, Floats]:
    """For each level the means over all windows, (questions, windows), from facts known before each question."""
    known = (facts.days < NEVER) & np.isfinite(facts.values)
    days, values = facts.days[known], as_whole(facts.values[known])
    counted = np.stack([np.ones_like(values), values], axis=1)
    wider = np.full((len(asked.days), len(WINDOWS)), family.usual)
    strength, levels = 1.0, {}
    for level, _ in family.levels:
        sums = DatedSums(facts.codes[level][known], days, counted)
        wider = levels[level] = _shrunk(sums, asked.codes[level], asked.days, wider, strength)
        strength = family.strength
    return levels


def _shrunk(sums: DatedSums, codes: Ints, days: Ints, wider: Floats, strength: float) -> Floats:
    means = np.empty_like(wider)
    for column, window in enumerate(WINDOWS):
        count, total = sums.between(codes, days - window, days).T
        # Nothing in the window must leave the wider mean untouched to the last bit.
        leaning = (total / SCALE + strength * wider[:, column]) / (count + strength)
        means[:, column] = np.where(count > 0, leaning, wider[:, column])
    return means
