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
    strength: float = 10.0
    usual: float = 1.7

    def feature_names(self) -> list[str]:
        return [f"{self.name}_{level}_{window}" for level, windows in self.levels for window in windows]


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
    """The family's features, from facts known before each question."""
    known = (facts.days < NEVER) & np.isfinite(facts.values)
    wider = np.full((len(asked.days), len(WINDOWS)), family.usual)
    features: dict[str, Floats] = {}
    strength = 1.0
    for level, emitted in family.levels:
        values = as_whole(facts.values[known])
        sums = DatedSums(
            facts.codes[level][known], facts.days[known], np.stack([np.ones_like(values), values], 1)
        )
        wider = _shrunk(sums, asked.codes[level], asked.days, wider, strength)
        features |= {f"{family.name}_{level}_{window}": wider[:, WINDOWS.index(window)] for window in emitted}
        strength = family.strength
    return features


def _shrunk(sums: DatedSums, codes: Ints, days: Ints, wider: Floats, strength: float) -> Floats:
    means = np.empty_like(wider)
    for column, window in enumerate(WINDOWS):
        count, total = sums.between(codes, days - window, days).T
        means[:, column] = (total / SCALE + strength * wider[:, column]) / (count + strength)
    return means
