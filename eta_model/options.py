"""What a shop can say of delivery before an order is placed: an option per service and location.

A fitted model answers where it knows the service; the merchant's table of services answers else. Closed days
are facts that no model has learnt: they move the question to the day from which an ordinary week leads to the
same hand-over. No option arrives before its dispatch and a moving day of the carrier.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from math import ceil
from typing import Any, NamedTuple

from eta_model.dispatch import Dispatch, dispatch
from eta_model.question import Forecast, Question
from eta_model.service_table import Service, ServiceTable, arrival
from eta_model.working_days import Location, moved
from eta_model.zones import local_time, zone_of

LEVELS = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95}
TABLE = "service_table"

Forecasts = Callable[[Sequence[Question]], Sequence[Forecast]]


@dataclass(frozen=True)
class Asked:
    """A parcel that may be ordered at an aware time; `service` and `location` narrow the answer down."""

    country: str
    postcode: str
    at: datetime
    service: str | None = None
    location: str | None = None
    weight_g: float | None = None

    @property
    def zone(self) -> str:
        """The destination's time zone."""
        return zone_of(self.country, self.postcode)

    @property
    def today(self) -> date:
        """The date at the destination."""
        return local_time(self.at, self.zone).date()


class Option(NamedTuple):
    """Dates at the destination; `days` count from the date of ordering there, per share arrived by their end.

    `samples` are the delivered parcels it stands on, none for the table of services.
    """

    service: Service
    location: str
    dispatch: Dispatch
    earliest: date
    likely: date
    latest: date
    promise: date
    days: dict[str, int]
    basis: str
    samples: int


@dataclass(frozen=True)
class Unavailable:
    """A service that can't be offered: `country_not_served`, `no_location`, or `location_closed` for two weeks."""

    service: str
    location: str | None
    code: str


@dataclass(frozen=True)
class Offer:
    """The answer to one question."""

    options: tuple[Option, ...]
    unavailable: tuple[Unavailable, ...]


@dataclass(frozen=True)
class Way:
    """A service from a location, open in time; to the model it is `as_if` ordered when no closed day is near."""

    service: Service
    location: Location
    dispatch: Dispatch
    as_if: datetime

    @cached_property
    def soonest(self) -> date:
        """The first day on which it may arrive: a moving day after its dispatch, save for same-day services."""
        return moved(self.dispatch.ships_on, 1 if self.service.most else 0, self.service.moving)


class Ways(NamedTuple):
    """The ways to send a parcel, in the table's order, and why others are none."""

    open: tuple[Way, ...]
    shut: tuple[Unavailable, ...]


def offers(asked: Sequence[Asked], table: ServiceTable, forecasts: Forecasts | None) -> list[Offer]:
    """The answers to several questions, the model being asked once for all of them."""
    found = list(ways_of(asked, table))
    pairs = [(one, way) for one, ways in zip(asked, found, strict=True) for way in ways.open]
    questions = [question(one, way) for one, way in pairs] if forecasts else []
    told = forecasts(questions) if forecasts and questions else [None] * len(pairs)
    options = iter([option(one, way, says) for (one, way), says in zip(pairs, told, strict=True)])
    return [Offer(tuple(islice(options, len(ways.open))), ways.shut) for ways in found]


def ways_of(asked: Iterable[Asked], table: ServiceTable) -> Iterator[Ways]:
    """The ways to send each, worked out once for those whom the postcode alone tells apart."""
    known: dict[tuple[Any, ...], Ways] = {}
    for one in asked:
        key = one.country, one.at, one.service, one.location
        if key not in known:
            several = list(ways(one, table))
            known[key] = Ways(
                tuple(way for way in several if isinstance(way, Way)),
                tuple(way for way in several if isinstance(way, Unavailable)),
            )
        yield known[key]


def ways(asked: Asked, table: ServiceTable) -> Iterator[Way | Unavailable]:
    """The ways to send it, in the table's order, and why others are none."""
    for service in table.services:
        if asked.service not in (None, service.code):
            continue
        if asked.country not in service.countries:
            yield Unavailable(service.code, None, "country_not_served")
            continue
        codes = [code for code in service.origins if asked.location in (None, code)]
        if not codes:
            yield Unavailable(service.code, asked.location, "no_location")
        for code in codes:
            leaves = dispatch(table.locations[code], asked.at)
            if leaves is None:
                yield Unavailable(service.code, code, "location_closed")
            else:
                as_if = floored(asked.at) + timedelta(leaves.held_days)
                yield Way(service, table.locations[code], leaves, as_if)


def question(asked: Asked, way: Way) -> Question:
    """What to ask the model: the order as if placed when no closed day stands before its hand-over."""
    return Question(
        origin_country=way.location.country,
        origin_postcode=way.location.postcode,
        dest_country=asked.country,
        dest_postcode=asked.postcode,
        ordered_at=way.as_if,
        carrier=way.service.carrier,
        service=way.service.service or "",
        origin_id=way.location.code,
        weight_g=asked.weight_g,
    )


def floored(at: datetime) -> datetime:
    """The time to five minutes: what is asked within them looks alike to the model, which then answers once."""
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)


def option(asked: Asked, way: Way, forecast: Forecast | None) -> Option:
    """One option; a forecast that stands on next to no history leaves the word to the table."""
    if forecast is None or forecast.basis == TABLE:
        return of_table(asked, way)
    soonest = way.soonest
    earliest = max(forecast.earliest, soonest)
    latest = max(forecast.latest, earliest)
    likely = min(max(forecast.likely, earliest), latest)
    today = asked.today
    return Option(
        service=way.service,
        location=way.location.code,
        dispatch=way.dispatch,
        earliest=earliest,
        likely=likely,
        latest=latest,
        promise=max(forecast.promise, likely),
        days={name: (max(forecast.dates[name], soonest) - today).days for name in LEVELS},
        basis=forecast.basis,
        samples=forecast.samples,
    )


def of_table(asked: Asked, way: Way) -> Option:
    """What the merchant's own table says: any of its transit days as likely as another, the last promised."""
    window, today = arrival(way.service, way.dispatch.ships_on), asked.today
    soonest = way.soonest
    latest = max(window.latest, soonest)
    return Option(
        service=way.service,
        location=way.location.code,
        dispatch=way.dispatch,
        earliest=max(window.earliest, soonest),
        likely=max(window.likely, soonest),
        latest=latest,
        promise=latest,
        days={name: (max(table_day(way, level), soonest) - today).days for name, level in LEVELS.items()},
        basis=TABLE,
        samples=0,
    )


def table_day(way: Way, level: float) -> date:
    """The day by whose end that share has arrived, each transit day of the table having the same."""
    service = way.service
    transit = service.least + ceil(level * (service.most - service.least + 1)) - 1
    return moved(way.dispatch.ships_on, transit, service.moving)
