"""A question that passed its schema, held against the merchant's file, the clock and the countries' postcodes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

from marshmallow import ValidationError

from commerce.fields import Moment
from eta_model.destinations import Destination, destinations
from eta_model.options import Asked
from eta_model.postcodes import shape_of
from eta_model.service_table import ServiceTable
from portal.languages import SPOKEN, language_of

CLOCKS_DIFFER = timedelta(minutes=5)  # what another machine calls now may be past here
FURTHEST = timedelta(days=400)
MOMENT = Moment()

Fault = dict[str, str]
# A question without its postcode, one object for all of a body that have it in common; and the postcode.
Question = tuple[dict[str, Any], str | None]


def parted(items: Iterable[dict[str, Any]]) -> list[Question]:
    """The questions of a body in their order; raises TypeError where a field holds a list or an object."""
    alike: dict[tuple[tuple[str, Any], ...], dict[str, Any]] = {}
    last: dict[str, Any] | None = None
    parts: list[Question] = []
    for item in items:
        rest = item.copy()
        postcode = rest.pop("postcode", None)
        if last is None or rest != last:  # mostly they are as the one before
            last = alike.setdefault(tuple(rest.items()), rest)
        parts.append((last, postcode))
    return parts


@dataclass(frozen=True)
class Purchase:
    """What decides an answer beside the postcode; thousands of questions may share one. `at` is None for now."""

    country: str
    service: str | None
    location: str | None
    sku: str | None
    at: datetime | None
    weight_g: float | None
    locale: str

    @cached_property
    def name(self) -> str:
        """Another for each purchase: hashed once, where the purchase would be each time."""
        return repr(self)

    @cached_property
    def shipping(self) -> str:
        """Another for each that may get another offer at the same destination."""
        return repr((self.service, self.location, self.at, self.weight_g))


# One question: what is asked for, and where it would go. A plain pair, as a body has a thousand of them.
Wanted = tuple[Purchase, Destination]


def asked(wanted: Wanted, now: datetime) -> Asked:
    """The question to the options, as of now."""
    what, there = wanted
    at = moment(what, now)
    return Asked(what.country, there.postcode, at, what.service, what.location, what.weight_g)


def moment(purchase: Purchase, now: datetime) -> datetime:
    """When it would be ordered."""
    return now if purchase.at is None else max(purchase.at, now)


def wanted(told: dict[str, Any], table: ServiceTable, locale: str, now: datetime) -> Wanted | list[Fault]:
    """The question, in `locale` unless it asks for another language; or all that is wrong with it."""
    return all_wanted(parted([told]), table, locale, now)[0]


def all_wanted(
    several: Sequence[Question], table: ServiceTable, locale: str, now: datetime
) -> list[Wanted | list[Fault]]:
    """The same for many; what they have in common is looked at once."""
    alike: dict[int, Purchase | list[Fault]] = {}
    found: list[Wanted | list[Fault]] = []
    for rest, run in groupby(several, itemgetter(0)):
        if (one := alike.get(id(rest))) is None:
            one = alike[id(rest)] = purchase(rest, table, locale, now)
        country = rest["country"]
        places = destinations(country, [postcode for _, postcode in run])
        known = [there for there in places if there]
        if isinstance(one, Purchase) and len(known) == len(places):
            found += zip(repeat(one), known)
        else:
            found += [paired(one, country, there) for there in places]
    return found


def paired(one: Purchase | list[Fault], country: str, there: Destination | None) -> Wanted | list[Fault]:
    """The question, or all that is wrong with the purchase and its destination."""
    if isinstance(one, Purchase) and there:
        return one, there
    faults = one if isinstance(one, list) else []
    return faults if there else [*faults, wrong_postcode(country)]


def purchase(
    rest: Mapping[str, Any], table: ServiceTable, locale: str, now: datetime
) -> Purchase | list[Fault]:
    """What is asked for beside the postcode, or all that is wrong with that."""
    faults: list[Fault] = []
    at = None
    if rest.get("at") is not None:
        try:
            at = moment_of(rest["at"], now)
        except ValidationError as error:
            faults += [fault("at", str(message)) for message in error.messages]
    service, location = rest.get("service"), rest.get("location")
    faults += strangers(service, location, table)
    if faults:
        return faults
    language = language_of(rest["locale"]) if rest.get("locale") else locale
    return Purchase(
        country=rest["country"],
        service=service,
        location=location,
        sku=rest.get("sku"),
        at=at,
        weight_g=rest.get("weight_g"),
        locale=language if language in SPOKEN else locale,
    )


def wrong_postcode(country: str) -> Fault:
    """What to say of a postcode that the country can't have: the shape of a right one."""
    example = shape_of(country)
    return fault("postcode", f"Not a postcode of {country}" + (f" such as {example}." if example else "."))


def moment_of(text: str, now: datetime) -> datetime:
    """The time told; `ValidationError` for one that is past or further ahead than any forecast."""
    at: datetime = MOMENT.deserialize(text)
    if at < now - CLOCKS_DIFFER:
        raise ValidationError("Must not be in the past.")
    if at > now + FURTHEST:
        raise ValidationError("Must not be more than 400 days ahead.")
    return at


def strangers(service: str | None, location: str | None, table: ServiceTable) -> Iterator[Fault]:
    """What the merchant's file does not have of them."""
    if service is not None and all(service != known.code for known in table.services):
        yield fault("service", "No shipping service has this code.")
    if location is not None and location not in table.locations:
        yield fault("location", "No location has this code.")


def fault(name: str, message: str) -> Fault:
    return {"pointer": f"/{name}", "code": "invalid", "message": message}
