"""What an order adds to the figures, as plain values, and who knows what it adds."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commerce.merchants import Known

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """`count` things in the week that begins with a Monday, with a `total` of whatever is added up of them.

    `by` has the value, or the several values, of each dimension in which the figure is told apart.
    """

    measure: str
    week: date
    count: int
    total: int
    by: dict[str, str | list[str]]


Cell = tuple[str, str, date, str]  # (measure, dimension, week, value)
Source = Callable[[Known, Sequence[int]], Iterable[tuple[int, Figure]]]
SOURCES: dict[str, Source] = {}


def counted(name: str) -> Callable[[Source], Source]:
    """Make the decorated function one that says what each of some orders, by row id, adds."""

    def register(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return register


def week_of(moment: datetime | date, zone: str) -> date:
    """The Monday of a day, or of the day on which a moment falls in a zone."""
    day = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return day - timedelta(days=day.weekday())


def hours_between(start: datetime, end: datetime) -> int:
    """Whole hours, rounded, and none where clocks disagree."""
    return max(0, round((end - start) / timedelta(hours=1)))


def named(**values: str | Sequence[str | None] | None) -> dict[str, str | list[str]]:
    """The dimensions that are known, each value of a length that can be shown."""
    told = {}
    for dimension, value in values.items():
        each = [value] if isinstance(value, str | None) else value
        kept = sorted({one.strip()[:LONGEST] for one in each if one and one.strip()})
        if kept:
            told[dimension] = kept[0] if len(kept) == 1 else kept
    return told


def as_stored(figure: Figure) -> list[Any]:
    return [figure.measure, figure.week.isoformat(), figure.count, figure.total, figure.by]


def from_stored(told: Sequence[Any]) -> Figure:
    measure, week, count, total, by = told
    return Figure(measure, date.fromisoformat(week), count, total, by)


def sums(figures: Iterable[Figure]) -> tuple[Counter[Cell], Counter[Cell]]:
    """The counts and the totals of figures, by cell."""
    counts: Counter[Cell] = Counter()
    totals: Counter[Cell] = Counter()
    for figure in figures:
        for cell in cells(figure):
            counts[cell] += figure.count
            totals[cell] += figure.total
    return counts, totals


def cells(figure: Figure) -> Iterable[Cell]:
    """Where a figure is added: once in all, and once under each of its values."""
    yield figure.measure, "", figure.week, ""
    for dimension, told in figure.by.items():
        for value in [told] if isinstance(told, str) else told:
            yield figure.measure, dimension, figure.week, value
