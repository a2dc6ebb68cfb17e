"""Which days parcels move: holidays as data, the weight of weekdays and holidays learnt from deliveries.

A day's weight says how much of an ordinary working day it is worth; the operating clock adds the weights
up, so that a weekend between two dates counts for as little as the carrier does on it.
"""

from collections.abc import Collection, Mapping, Sequence
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
_NOT_OPTIONAL = {"public", "school"}
_LEAST_EXPECTED = 20.0
_HARDLY_ANY = 0.3


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


@lru_cache(maxsize=4096)
def _optional_in(country: str, year: int) -> Mapping[int, str]:
    """The year's days that some keep and others do not (Carnival, Christmas Eve), with their names."""
    try:
        kept = holidays.country_holidays(country)
        wanted = tuple(sorted(set(kept.supported_categories) - _NOT_OPTIONAL))
        # The names tell last year's from this year's: they may not depend on the machine's language.
        days = holidays.country_holidays(country, years=year, categories=wanted, language="en_US")
    except NotImplementedError:
        return {}
    return {day_number(day): name for day, name in days.items()} if wanted else {}


def _optional_between(country: str, first: int, last: int) -> dict[int, str]:
    years = range(date_of(first).year, date_of(last).year + 1)
    return {day: name for year in years for day, name in _optional_in(country, year).items()}


def day_kinds(country: str, first: int, last: int, closed: Collection[str] = ()) -> NDArray[np.int64]:
    """For each day number from first to last: 0–6 for Monday to Sunday, 7 for a holiday.

    Holidays are the public ones and those whose names are among `closed` (see `learn_closed`).
    """
    numbers = np.arange(first, last + 1)
    kinds = (numbers + 3) % 7
    years = range(date_of(first).year, date_of(last).year + 1)
    kept = {day for year in years for day in _holidays_in(country, year)}
    if closed:
        kept |= {day for day, name in _optional_between(country, first, last).items() if name in closed}
    kinds[np.isin(numbers, list(kept))] = HOLIDAY
    return np.asarray(kinds, dtype=np.int64)


def learn_closed(days: NDArray[np.int64], country: str) -> frozenset[str]:
    """The names of holidays that need not be kept, and were: next to nothing happened on them.

    `days` are the dates of what happened; where too little was due on a day to tell, it counts as any other.
    """
    if days.size == 0:
        return frozenset()
    first, counts = _counts(days)
    last = first + len(counts) - 1
    due = _on_working_days(counts, day_kinds(country, first, last))
    due *= np.array(learn_weights(days, country))[day_kinds(country, first, last)]
    happened: dict[str, NDArray[np.float64]] = {}
    for day, name in _optional_between(country, first, last).items():
        if first <= day <= last:
            happened[name] = happened.get(name, 0.0) + np.array([counts[day - first], due[day - first]])
    return frozenset(
        name for name, (came, of) in happened.items() if of >= _LEAST_EXPECTED and came < _HARDLY_ANY * of
    )


def _counts(days: NDArray[np.int64]) -> tuple[int, NDArray[np.float64]]:
    """The first of the last days that something happened on, and how often on each from then on."""
    recent = days[days > days.max() - _MEMORY_DAYS]
    first = int(recent.min())
    return first, np.bincount(recent - first).astype(np.float64)


def _on_working_days(counts: NDArray[np.float64], kinds: NDArray[np.int64]) -> NDArray[np.float64]:
    """What a working day within ten days of each day counted on the mean."""
    working, window = (kinds < 5).astype(float), np.ones(2 * _NEIGHBOURS + 1)
    total, days = (
        np.convolve(each, window)[_NEIGHBOURS:-_NEIGHBOURS] for each in (counts * working, working)
    )
    return np.asarray(total / np.maximum(days, 1.0))


def learn_weights(days: NDArray[np.int64], country: str, closed: Collection[str] = ()) -> tuple[float, ...]:
    """Weights of the eight kinds of day from the dates of what happened (deliveries, hand-overs).

    Each day's count is held against the working days within ten days of it, so growth does not count;
    few parcels leave the weights near the usual ones.
    """
    if days.size == 0:
        return USUAL_WEIGHTS
    first, counts = _counts(days)
    kinds = day_kinds(country, first, first + len(counts) - 1, closed)
    expected = _on_working_days(counts, kinds)
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
    country's (carrier "") or the usual ones. Days run from `first` to `last`, as day numbers. `closed` are
    the names of each country's optional holidays that are kept.
    """

    weights: Mapping[tuple[str, str], tuple[float, ...]]
    first: int
    last: int
    closed: Mapping[str, Collection[str]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups = list(self.weights)
        self._rows.update({group: row for row, group in enumerate(groups)})
        lines = [self._line(group) for group in groups]
        self._daily = np.array(lines).reshape(len(groups), self.last - self.first + 1)
        self._elapsed = np.cumsum(self._daily, axis=1)

    def _line(self, group: tuple[str, str]) -> NDArray[np.float64]:
        kinds = day_kinds(group[1], self.first, self.last, self.closed.get(group[1], ()))
        return np.array(self.weights.get(group, USUAL_WEIGHTS))[kinds]

    def reaching(self, first: int, last: int) -> "OperatingClock":
        """The same clock over the days from `first` to `last` at least; itself where it has them."""
        if self.first <= first and last <= self.last:
            return self
        return OperatingClock(self.weights, min(first, self.first), max(last, self.last), self.closed)

    def rows(self, groups: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """The row of each group, adding those never seen."""
        for group in dict.fromkeys(groups):
            if group not in self._rows:
                self._add(group)
        return np.array([self._rows[group] for group in groups], dtype=np.int64)

    def _add(self, group: tuple[str, str]) -> None:
        with self._lock:
            whole_country = "", group[1]
            if whole_country not in self._rows:
                self._daily = np.vstack([self._daily, self._line(whole_country)[None, :]])
                self._elapsed = np.cumsum(self._daily, axis=1)
                # Last, for other threads read it without the lock.
                self._rows[whole_country] = len(self._daily) - 1
            self._rows[group] = self._rows[whole_country]

    def weight(self, rows: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """The weight of each day for its group."""
        return np.asarray(self._daily[rows, self._column(days)])

    def both(
        self, rows: NDArray[np.int64], days: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The weight of each day and the operating days up to its end, both looked up at once."""
        columns = self._column(days)
        return self._daily[rows, columns], self._elapsed[rows, columns]

    def elapsed(self, rows: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.float64]:
        """Operating days from `first` up to the end of each day."""
        return np.asarray(self._elapsed[rows, self._column(days)])

    def _column(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        # Not np.clip, which takes several times as long over a few days.
        return np.minimum(np.maximum(days - self.first, 0), self.last - self.first)
