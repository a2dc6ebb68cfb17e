"""Sums over dated facts, asked for as they stood on a day.

The sums are whole numbers: a difference of two running totals is then exact, so a fact dated later cannot
disturb an earlier answer by as much as a rounding.
"""

import numpy as np
from numpy.typing import NDArray

SCALE = 1_000_000
_DAY_BITS = 17


def as_whole(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Millionths, rounded."""
    return np.rint(values * SCALE).astype(np.int64)


class Dated:
    """Facts by key and day number, one entry of `keys` and `days` each: in which `order` running totals are made."""

    def __init__(self, keys: NDArray[np.int64], days: NDArray[np.int64]) -> None:
        stamps = self._stamp(keys, days)
        self.order = np.argsort(stamps, kind="stable")
        self._stamps = stamps[self.order]

    @staticmethod
    def _stamp(keys: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
        return (keys << _DAY_BITS) + np.clip(days, 0, (1 << _DAY_BITS) - 1)

    def position(self, keys: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many facts in the order stand before each question's key and day."""
        return np.searchsorted(self._stamps, self._stamp(keys, days))


class DatedSums:
    """Running totals of several quantities per key over day numbers.

    `keys` and `days` have one entry per fact, `values` one row of whole numbers per fact.
    """

    def __init__(self, keys: NDArray[np.int64], days: NDArray[np.int64], values: NDArray[np.int64]) -> None:
        self._dated = Dated(keys, days)
        ordered = values[self._dated.order]
        self._totals = np.vstack([np.zeros((1, values.shape[1]), np.int64), np.cumsum(ordered, axis=0)])

    def between(
        self, keys: NDArray[np.int64], first: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Sums over facts with `first` ≤ day < `end`, one row per question."""
        before, until = self._dated.position(keys, first), self._dated.position(keys, end)
        return np.asarray(self._totals[until] - self._totals[before])
