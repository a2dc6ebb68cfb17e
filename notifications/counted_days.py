"""Time that counts: a clock that stands still on weekends, holidays and closed days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eta_model.working_days import DAY, holidays_of

LONGEST_REST = 60  # days; what rests for longer is counted as if it worked
LONGEST = 400  # days; nothing is counted further


@dataclass(frozen=True)
class Workdays:
    """The days that count on the clock of `zone`: weekdays from Monday as 0, less public holidays.

    `holidays` are calendars of the `holidays` library (`US`, `US-CA`): a day off in any of them is off.
    """

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: tuple[str, ...] = ()
    closed_on: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether a day counts."""
        return day.weekday() in self.weekdays and not self.is_day_off(day)

    def is_day_off(self, day: date) -> bool:
        """Whether it is a holiday or closed, whatever weekday it is."""
        return day in self.closed_on or any(day in holidays_of(name, day.year) for name in self.holidays)


def after(start: datetime, days: float, workdays: Workdays) -> datetime:
    """The moment when so many counted days (of 24 hours) have gone by since `start`, both aware UTC."""
    left, moment = timedelta(days=days), start
    while True:
        midnight = _next_midnight(moment, workdays.zone)
        if _counts(moment, workdays):
            if moment + left <= midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight


def counted(start: datetime, end: datetime, workdays: Workdays) -> int:
    """Whole counted days from `start` to `end`, 0 where the end is first."""
    gone, moment = timedelta(0), max(start, end - DAY * LONGEST)
    while moment < end:
        until = min(_next_midnight(moment, workdays.zone), end)
        if _counts(moment, workdays):
            gone += until - moment
        moment = until
    return gone // DAY


def dates_between(first: date, last: date, works: Callable[[date], bool]) -> int:
    """How many dates after `first` up to and including `last` count; 0 where `last` is not later."""
    days = min((last - first).days, LONGEST)
    return sum(works(first + DAY * ahead) for ahead in range(1, days + 1))


def with_days_off(start: datetime, gap: timedelta, workdays: Workdays) -> datetime:
    """`start` plus a gap of plain time, a day later for each holiday or closed day that it meets.

    For gaps that have weekends in them already, as those learnt from scans have.
    """
    moment, day = start + gap, start.astimezone(workdays.zone).date()
    while (day := day + DAY) <= moment.astimezone(workdays.zone).date():
        if workdays.is_day_off(day) and day.weekday() in workdays.weekdays:
            moment += DAY
    return moment


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends a local day, in UTC."""
    return datetime.combine(day + DAY, time(), zone).astimezone(UTC)


def _next_midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    return end_of(moment.astimezone(zone).date(), zone)


def _counts(moment: datetime, workdays: Workdays) -> bool:
    day = moment.astimezone(workdays.zone).date()
    if workdays.works(day):
        return True
    return not any(workdays.works(day + DAY * ahead) for ahead in range(LONGEST_REST))
