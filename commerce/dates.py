"""Dates and times as people write them, in each of our languages.

Patterns are Unicode CLDR date patterns (UTS 35). English puts the day before the month's name, so that nobody
on either side of an ocean misreads it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

NO_BREAK = "\u00a0"
EN_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Patterns:
    """How one language writes a day, a day of another year, a span of days, and the time of day."""

    day: str
    day_and_year: str
    span: str
    first_of_same_month: str
    last_of_same_month: str
    clock: str


PATTERNS = {
    "en": Patterns(
        "EEE d MMM", "EEE d MMM y", "{0}" + NO_BREAK + EN_DASH + " {1}", "EEE d", "EEE d MMM", "h:mm a"
    ),
    "ja": Patterns("M月d日(EEE)", "y年M月d日(EEE)", "{0}〜{1}", "M月d日(EEE)", "d日(EEE)", "H:mm"),
    "ko": Patterns(
        "M월 d일 (EEE)",
        "y년 M월 d일 (EEE)",
        "{0}" + NO_BREAK + "~ {1}",
        "M월 d일 (EEE)",
        "d일 (EEE)",
        "aaaa h:mm",
    ),
}


@lru_cache(maxsize=4096)
def day(value: date, locale: str, today: date) -> str:
    """One day, with its weekday; the year is named only where it is not this one."""
    patterns = PATTERNS[locale]
    pattern = patterns.day if value.year == today.year else patterns.day_and_year
    return str(format_date(value, pattern, locale=locale))


@lru_cache(maxsize=4096)
def span(first: date, last: date, locale: str, today: date) -> str:
    """Several days, both ends included, breaking only between them; a month that they share is named once."""
    if first == last:
        return day(first, locale, today)
    patterns = PATTERNS[locale]
    if (first.year, first.month) == (last.year, last.month) and first.year == today.year:
        start = format_date(first, patterns.first_of_same_month, locale=locale)
        end = format_date(last, patterns.last_of_same_month, locale=locale)
    else:
        start, end = day(first, locale, today), day(last, locale, today)
    return patterns.span.format(start.replace(" ", NO_BREAK), end.replace(" ", NO_BREAK))


@lru_cache(maxsize=4096)
def clock(value: datetime, locale: str, zone: tzinfo) -> str:
    """The time of day in `zone`, to the minute."""
    return str(format_time(value, PATTERNS[locale].clock, tzinfo=zone, locale=locale))


@lru_cache(maxsize=1024)
def place_of(time_zone: str, locale: str) -> str:
    """The city that stands for an IANA zone, as the language spells it."""
    return str(get_timezone_location(ZoneInfo(time_zone), locale=locale, return_city=True))


def country(code: str, locale: str) -> str:
    """A country (ISO 3166-1 alpha-2) as the language names it; a code that is none as it is."""
    return str(Locale.parse(locale).territories.get(code, code))


def next_midnight(now: datetime, zone: str) -> datetime:
    """When the next local day begins, from which on "today" is another day."""
    local = now.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
