"""A delivery estimate without history: the merchant's own table of services, and the carrier's word.

It is what Waypost says before a model has seen enough parcels. Transit days are counted in the carrier's
moving days from the day of hand-over; all dates are local to the place they are about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal

from eta_model.working_days import Location, first_day, hand_over, moved, weekdays
from tracking.carriers import directory

GIVEN_UP = timedelta(days=30)  # past the table's last day, nobody can honestly name another
LONGEST_JOURNEY = timedelta(days=120)
FURTHEST_START = timedelta(days=366)


@dataclass(frozen=True)
class Service:
    """A row of the table; weekdays count from Monday as 0."""

    code: str
    carrier: str
    service: str | None
    name: str
    origins: tuple[str, ...]
    countries: frozenset[str]
    least: int
    most: int
    moving: frozenset[int]

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Service":
        """A shipping service of a merchant's file."""
        return cls(
            code=config["code"],
            carrier=config["carrier"],
            service=config["service"],
            name=config["name"],
            origins=tuple(config["from"]),
            countries=frozenset(config["to"]),
            least=config["transit_days"]["min"],
            most=config["transit_days"]["max"],
            moving=weekdays(config["carrier_days"]),
        )

    def is_called(self, service: str) -> bool:
        """Whether that is one of its names."""
        names = (self.code, self.service or self.name, self.name)
        return service.casefold() in map(str.casefold, names)


@dataclass(frozen=True)
class ServiceTable:
    """A merchant's services, and its locations by code."""

    services: tuple[Service, ...]
    locations: Mapping[str, Location]

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "ServiceTable":
        """The table in a merchant's file."""
        locations = (Location.from_config(location) for location in config["locations"])
        services = tuple(Service.from_config(service) for service in config["shipping_services"])
        return cls(services, {location.code: location for location in locations})


@dataclass(frozen=True)
class Parcel:
    """What is known of a parcel under way, or of an order that will be one; times are aware.

    `carrier`, `service` and `location` narrow the table down where they are known.
    """

    country: str
    placed_at: datetime
    shipped_at: datetime | None = None
    carrier: str | None = None
    service: str | None = None
    location: str | None = None
    carrier_estimate: date | None = None


@dataclass(frozen=True)
class Window:
    """Dates at the destination. `basis` says whose word it is: the table's, the carrier's, or a model's by its rung."""

    earliest: date
    likely: date
    latest: date
    basis: Literal["service_table", "carrier", "lane", "region"] = "service_table"


def estimate(parcel: Parcel, table: ServiceTable, now: datetime, destination: tzinfo) -> Window | None:
    """When an undelivered parcel comes by the table; None where there is nothing honest to say.

    Several rows that fit give the days between the earliest and the latest of them. Days that have passed
    move on: no date lies before today at the destination.
    """
    today = now.astimezone(destination).date()
    is_absurd = (parcel.shipped_at or parcel.placed_at) > now + FURTHEST_START
    journeys = [
        (service, start)
        for service, location in ([] if is_absurd else routes(parcel, table))
        if (start := started(parcel, location, now))
    ]
    window = hull([arrival(service, start) for service, start in journeys])
    if window is None or today > window.latest + GIVEN_UP:
        window = None
    elif today > window.earliest:
        window = hull([moved_on(arrival(service, start), service, today) for service, start in journeys])
    return with_carrier(window, parcel.carrier_estimate, today)


def routes(parcel: Parcel, table: ServiceTable) -> Iterator[tuple[Service, Location]]:
    """The rows that fit the parcel, with each location that it may leave from."""
    for service in table.services:
        if parcel.country in service.countries and fits(parcel, service):
            for code in service.origins:
                if code in table.locations and parcel.location in (None, code):
                    yield service, table.locations[code]


def fits(parcel: Parcel, service: Service) -> bool:
    """Whether what is known of the parcel's carrier and service speaks for that row."""
    of_carrier = parcel.carrier is None or carrier_key(parcel.carrier) == carrier_key(service.carrier)
    return of_carrier and (parcel.service is None or service.is_called(parcel.service))


def carrier_key(name: str) -> str:
    """The same for all names of one carrier."""
    known = directory.find(name)
    return known.name if known else name.casefold()


def started(parcel: Parcel, location: Location, now: datetime) -> date | None:
    """The local day of hand-over, past or expected; one that passed unused becomes the next working day."""
    if parcel.shipped_at:
        return parcel.shipped_at.astimezone(location.zone).date()
    expected = hand_over(location, parcel.placed_at)
    next_day = first_day(now.astimezone(location.zone).date(), location.is_open)
    if expected is None or next_day is None or next_day > expected.ships_on + GIVEN_UP:
        return None
    return max(expected.ships_on, next_day)


def arrival(service: Service, start: date) -> Window:
    """What the table names for a hand-over on `start`; the middle day, rounded up, is the likely one."""
    middle = (service.least + service.most + 1) // 2
    return counted(start, (service.least, middle, service.most), service)


def moved_on(window: Window, service: Service, today: date) -> Window:
    """The window of a parcel that has not come by today: what has passed begins with the next moving day."""
    soonest = moved(today, 0, service.moving)
    if today <= window.latest:
        return Window(max(window.earliest, soonest), max(window.likely, soonest), window.latest)
    spread = max(1, service.most - service.least)
    return counted(soonest, (0, (spread + 1) // 2, spread), service)


def counted(start: date, days: tuple[int, int, int], service: Service) -> Window:
    """The window that so many moving days from `start` make."""
    earliest, likely, latest = (moved(start, count, service.moving) for count in days)
    return Window(earliest, likely, latest)


def hull(windows: list[Window]) -> Window | None:
    """The days that several windows cover; of their likely days the middle one, the later of two."""
    if not windows:
        return None
    likely = sorted(window.likely for window in windows)[len(windows) // 2]
    return Window(min(w.earliest for w in windows), likely, max(w.latest for w in windows))


def with_carrier(window: Window | None, told: date | None, today: date) -> Window | None:
    """The window with the carrier's own day as the likely one, unless it has passed or is absurdly far."""
    if told is None or not today <= told <= today + LONGEST_JOURNEY:
        return window
    if window is None:
        return Window(told, told, told, "carrier")
    return Window(min(window.earliest, told), told, max(window.latest, told), "carrier")
