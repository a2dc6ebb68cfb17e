"""When a place hands its orders over: working days, cut-off, time zone, holidays; and when carriers move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
LONGEST_CLOSURE = 400  # days; what stays closed for longer has no next working day
HOLIDAYS_KNOWN = range(1970, 2100)


@dataclass(frozen=True)
class Location:
    """Where orders leave from. Weekdays count from Monday as 0; `cutoff` is on the clock of `zone`."""

    code: str
    zone: ZoneInfo
    working_days: frozenset[int]
    cutoff: time
    handling_days: int
    holidays: str | None
    closed_on: frozenset[date]
    country: str = ""
    postcode: str = ""

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Location":
        """A location of a merchant's file."""
        return cls(
            code=config["code"],
            zone=ZoneInfo(config["time_zone"]),
            working_days=weekdays(config["working_days"]),
            cutoff=time.fromisoformat(config["cutoff"]),
            handling_days=config["handling_days"],
            holidays=config["holidays"],
            closed_on=frozenset(map(date.fromisoformat, config["closed_on"])),
            country=config["country"],
            postcode=config["postcode"] or "",
        )

    def is_open(self, day: date) -> bool:
        """Whether it works on that day."""
        return (
            day.weekday() in self.working_days
            and day not in self.closed_on
            and day not in holidays_of(self.holidays, day.year)
        )

    def cutoff_on(self, day: date) -> datetime:
        """The cut-off of a day: an hour later where the clock skips it, the first where it comes twice."""
        return datetime.combine(day, self.cutoff, self.zone).astimezone(UTC).astimezone(self.zone)


@dataclass(frozen=True)
class HandOver:
    """When an order leaves: on the local date `ships_on`, if placed up to and including `order_by`."""

    order_by: datetime
    ships_on: date


def weekdays(names: list[str]) -> frozenset[int]:
    """Numbers of weekdays from their names in a merchant's file."""
    return frozenset(map(DAYS.index, names))


def hand_over(location: Location, placed_at: datetime) -> HandOver | None:
    """When an order placed at an aware time leaves; None for a place that does not open again.

    The cut-off that it meets is that of the first working day whose cut-off has not passed; it is handed
    over `handling_days` working days later.
    """
    today = placed_at.astimezone(location.zone).date()
    taken = first_day(today, location.is_open)
    # In UTC: Python compares times of one zone by their wall clocks, which an autumn night shows twice.
    if taken == today and placed_at.astimezone(UTC) > location.cutoff_on(today).astimezone(UTC):
        taken = first_day(today + DAY, location.is_open)
    leaves = taken
    for _ in range(location.handling_days):
        leaves = first_day(leaves + DAY, location.is_open) if leaves else None
    return HandOver(location.cutoff_on(taken), leaves) if taken and leaves else None


def first_day(start: date, is_open: Callable[[date], bool]) -> date | None:
    """The first open day from `start` on; None if there is none for longer than a year."""
    days = (start + DAY * ahead for ahead in range(LONGEST_CLOSURE))
    return next((day for day in days if is_open(day)), None)


def moved(start: date, days: int, moving: frozenset[int]) -> date:
    """Where `days` of a carrier's moving weekdays lead from `start`; 0 is `start`, or the next moving day.

    `moving` must not be empty. The start itself is not counted.
    """
    day = start
    while days > 0 or day.weekday() not in moving:
        day += DAY
        days -= day.weekday() in moving
    return day


@lru_cache(maxsize=2048)
def holidays_of(calendar: str | None, year: int) -> frozenset[date]:
    """The public holidays of a country (`US`) or a part of it (`US-CA`) in a year."""
    if calendar is None or year not in HOLIDAYS_KNOWN:
        return frozenset()
    country, _, part = calendar.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
