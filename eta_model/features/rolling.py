"""Mean logarithms of durations over the last days, each place leaning on the wider one when it has few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eta_model.journeys import NEVER, Floats, Ints
from eta_model.ledger import SCALE, Dated, as_whole

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

    @cached_property
    def windows(self) -> tuple[int, ...]:
        """Those that become features on any level."""
        return tuple(window for window in WINDOWS if any(window in windows for _, windows in self.levels))


@dataclass(frozen=True)
class Facts:
    """Dated values: the ledger day each became known, the value, and the codes of its places."""

    days: Ints
    values: Floats
    codes: Mapping[str, Ints]

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Those that have happened, and have a value."""
        return np.asarray((self.days < NEVER) & np.isfinite(self.values))

    @cached_property
    def whole(self) -> Ints:
        """The values of those that are known, as whole numbers."""
        return as_whole(self.values[self.known])


@dataclass(frozen=True)
class Among:
    """Where questions stand among the known facts of their places, told in `order` of place and day.

    `ends` are the positions before each question's day, `starts` those before its windows' first days.
    """

    days: Ints
    codes: Ints
    known: NDArray[np.bool_]
    order: Ints
    ends: NDArray[np.int32]
    starts: Mapping[int, NDArray[np.int32]]

    def holds_for(self, facts: Facts, level: str) -> bool:
        """Whether these are the same facts, whatever their values."""
        same = self.days is facts.days and self.codes is facts.codes[level]
        return same and np.array_equal(self.known, facts.known)


@dataclass(frozen=True)
class Asked:
    """Questions: the ledger day each was asked on and the codes of its places."""

    days: Ints
    codes: Mapping[str, Ints]
    _known: dict[tuple[str, int], Among] = field(default_factory=dict, repr=False, compare=False)

    def among(self, facts: Facts, level: str) -> Among:
        """Where they stand; looked up once for facts of the same days, which several families tell of."""
        key = level, id(facts.days)
        found = self._known.get(key)
        if found is None or not found.holds_for(facts, level):
            found = self._known[key] = self._look(facts, level)
        return found

    def _look(self, facts: Facts, level: str) -> Among:
        facts_of = Dated(facts.codes[level][facts.known], facts.days[facts.known])
        codes, days = self.codes[level], self.days
        # Neighbours in the order of facts are found from one another's places in memory.
        by_place = np.lexsort((days, codes))
        codes, days = codes[by_place], days[by_place]

        def position(ahead: int) -> NDArray[np.int32]:
            told = np.empty(len(days), np.int32)
            told[by_place] = facts_of.position(codes, days - ahead)
            return told

        starts = {window: position(window) for window in WINDOWS}
        return Among(facts.days, facts.codes[level], facts.known, facts_of.order, position(0), starts)


def rolling_means(
    family: Family, facts: Facts, asked: Asked, windows: tuple[int, ...] = WINDOWS
) -> dict[str, Floats]:
    """For each level the means over the windows, (questions, WINDOWS), from facts known before each question.

    The columns of windows not asked for are NaN.
    """
    wider = np.full((len(asked.days), len(WINDOWS)), np.nan)
    wider[:, [WINDOWS.index(window) for window in windows]] = family.usual
    strength, levels = 1.0, {}
    for level, _ in family.levels:
        wider = levels[level] = _shrunk(facts, asked.among(facts, level), wider, strength, windows)
        strength = family.strength
    return levels


def _shrunk(facts: Facts, among: Among, wider: Floats, strength: float, windows: tuple[int, ...]) -> Floats:
    totals = np.concatenate([[0], np.cumsum(facts.whole[among.order])])
    until = totals[among.ends]
    means = np.full_like(wider, np.nan)
    for window in windows:
        column, start = WINDOWS.index(window), among.starts[window]
        count, total = among.ends - start, until - totals[start]
        # Nothing in the window must leave the wider mean untouched to the last bit.
        leaning = (total / SCALE + strength * wider[:, column]) / (count + strength)
        means[:, column] = np.where(count > 0, leaning, wider[:, column])
    return means
