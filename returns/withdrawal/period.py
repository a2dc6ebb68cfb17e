"""When the withdrawal period ends: Directive 2011/83/EU, Article 9, counted by Regulation (EEC, Euratom) No 1182/71."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from commerce.merchant_fields import calendars
from eta_model.working_days import holidays_of

DAY = timedelta(days=1)
SATURDAY = 5
REFUND_WITHIN = timedelta(days=14)
"""How long a trader may take to pay back after a withdrawal: Directive 2011/83/EU, Article 13(1)."""

IsHoliday = Callable[[date], bool]


class Arrival(NamedTuple):
    """A parcel's units by line, and when it was delivered; None while that is not known."""

    units: Mapping[str, int]
    delivered_at: datetime | None


def last_day(
    to_come: Mapping[str, int],
    arrivals: Iterable[Arrival],
    days: int,
    zone: ZoneInfo,
    is_holiday: IsHoliday,
) -> date | None:
    """The last day on which the shopper may withdraw, on their own calendar; None while its end is not fixed.

    `to_come` are the units by line that were ever to be sent. The period runs from the day on which the last of
    them was delivered, and a delivery that nobody knows of does not start it. The day of delivery does not
    count; an end on a Saturday, a Sunday or a public holiday moves to the next working day (Article 3(4)).
    """
    missing = dict(to_come)
    latest: datetime | None = None
    for arrival in arrivals:
        if arrival.delivered_at is None:
            continue
        latest = max(latest or arrival.delivered_at, arrival.delivered_at)
        for line, units in arrival.units.items():
            missing[line] = missing.get(line, 0) - units
    if latest is None or any(units > 0 for units in missing.values()):
        return None
    end = latest.astimezone(zone).date() + timedelta(days=days)
    while end.weekday() >= SATURDAY or is_holiday(end):
        end += DAY
    return end


def holidays_at(country: str, region: str | None) -> IsHoliday:
    """The public holidays of a country, and of its region where the order names that by its ISO 3166-2 code."""
    names = [country] if country in calendars() else []
    if names and region in calendars()[country]:
        names.append(f"{country}-{region}")
    return lambda day: any(day in holidays_of(name, day.year) for name in names)
