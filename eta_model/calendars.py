"""Which days parcels move: holidays as data, the weight of weekdays and holidays learnt from deliveries.

A day's weight says how much of an ordinary working day it is worth; the operating clock adds the weights
up, so that a weekend between two dates counts for as little as the carrier does on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock

import holidays
import numpy as np
from numpy.typing import NDArray

EPOCH = date(1970, 1, 1)
HOLIDAY = 7
KINDS = 8
USUAL_WEIGHTS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.3, 0.05, 0.05)
_PRIOR_PARCELS = 30.0
_NEIGHBOURS = 10
_MEMORY_DAYS = 500


def day_number(day: date) -> int:
    """Days since 1970-01-01, the form in which dates are counted here."""
    return (day - EPOCH).days


@lru_cache(maxsize=4096)
def date_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


@lru_cache(maxsize=4096)
def _holidays_in(country: str, year: int) -> frozenset[int]:
    try:
        days = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(day_number(day) for day in days)


def day_kinds(country: str, first: int, last: int) -> NDArray[np.int64]:
    """For each day number from first to last: 0–6 for Monday to Sunday, 7 for a public holiday."""
    numbers = np.arange(first, last + 1)
    kinds = (numbers + 3) % 7
    years = range(date_of(first).year, date_of(last).year + 1)
    closed = {day for year in years for day in _holidays_in(country, year)}
    kinds[np.isin(numbers, list(closed))] = HOLIDAY
    return np.asarray(kinds, dtype=np.int64)


def learn_weights(days: NDArray[np.int64], country: str) -> tuple[float, ...]:
    """Weights of the eight kinds of day from the dates of what happened (deliveries, hand-overs).

    Each day's count is held against the working days within ten days of it, so growth does not count;
    few parcels leave the weights near the usual ones.
    """
    if days.size == 0:
        return USUAL_WEIGHTS
    recent = days[days > days.max() - _MEMORY_DAYS]
    first, last = int(recent.min()), int(recent.max())
    counts = np.bincount(recent - first, minlength=last - first + 1).astype(float)
    kinds = day_kinds(country, first, last)
    working = (kinds < 5).astype(float)
    window = np.ones(2 * _NEIGHBOURS + 1)
    expected = np.convolve(counts * working, window)[_NEIGHBOURS:-_NEIGHBOURS]
    expected /= np.maximum(np.convolve(working, window)[_NEIGHBOURS:-_NEIGHBOURS], 1.0)
    weights = [
        (counts[kinds == kind].sum() + _PRIOR_PARCELS * usual)
        / (expected[kinds == kind].sum() + _PRIOR_PARCELS)
        for kind, usual in enumerate(USUAL_WEIGHTS)
    ]
    return tuple(float(np.clip(weight, 0.02, 1.5)) for weight in weights)


@dataclass
class OperatingClock:
    """Days weighed by what moves on them, per group (a carrier in a country).

    `weights` holds eight weights for each group `(carrier, country)`; a group never seen keeps the
    country's (carrier "") or the usual ones. Days run from `first` to `last`, as day numbers.
    """

    weights: Mapping[tuple[str, str], tuple[float, ...]]
    first: int
    last: int
    _rows: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups = list(self.weights)
        self._rows.update({group: row for row, group in enumerate(groups)})
        lines = [self._line(group) for group in groups]
        self._daily = np.array(lines).reshape(len(groups), self.last - self.first + 1)
        self._elapsed = np.cumsum(self._daily, axis=1)

    def _line(self, group: tuple[str, str]) -> NDArray[np.float64]:
        known = self.weights.get(group) or self.weights.get(("", group[1]))
        return np.array(known or USUAL_WEIGHTS)[day_kinds(group[1], self.first, self.last)]

    def rows(self, groups: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """The row of each group, adding those never seen."""
        for group in dict.fromkeys(groups):
            if group not in self._rows:
                self._add(group)
        return np.array([self._rows[group] for group in groups], dtype=np.int64)

    def _add(self, group: tuple[str, str]) -> None:
        with self._lock:
            if group not in self._rows:
                self._daily = np.vstack([self._daily, self._line(group)[None, :]])
                self._elapsed = np.cumsum(self._daily, axis=1)
                self._rows[group] = len(self._daily) - 1  # last: other threads read it without the lock

    def weight(self, rows: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """The weight of each day for its group."""
        return np.asarray(self._daily[rows, self._column(days)])

    def elapsed(self, rows: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """Operating days from `first` up to the end of each day."""
        return np.asarray(self._elapsed[rows, self._column(days)])

    def _column(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        # Not np.clip, which takes several times as long over a few days.
        return np.minimum(np.maximum(days - self.first, 0), self.last - self.first)
