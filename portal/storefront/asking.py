"""A question that passed its schema, held against the merchant's file, the clock and the countries' postcodes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from marshmallow import ValidationError

from commerce.fields import Moment
from eta_model.options import Asked
from eta_model.postcodes import compact, is_well_formed, shape_of
from eta_model.service_table import ServiceTable
from portal.languages import SPOKEN, language_of

CLOCKS_DIFFER = timedelta(minutes=5)  # what another machine calls now may be past here
FURTHEST = timedelta(days=400)
MOMENT = Moment()

Fault = dict[str, str]


class Wanted(NamedTuple):
    """What decides an answer; `at` is None for now, `written` the postcode as it came."""

    country: str
    written: str | None
    postcode: str
    service: str | None
    location: str | None
    sku: str | None
    at: datetime | None
    weight_g: float | None
    locale: str

    def asked(self, now: datetime) -> Asked:
        """The question to the options, as of now."""
        at = self.moment(now)
        return Asked(self.country, self.postcode, at, self.service, self.location, self.weight_g)

    def moment(self, now: datetime) -> datetime:
        """When it would be ordered."""
        return now if self.at is None else max(self.at, now)


def wanted(told: Mapping[str, Any], table: ServiceTable, locale: str, now: datetime) -> Wanted | list[Fault]:
    """The question, in `locale` unless it asks for another language; or all that is wrong with it."""
    faults: list[Fault] = []
    at = None
    if told.get("at") is not None:
        try:
            at = moment_of(told["at"], now)
        except ValidationError as error:
            faults += [fault("at", str(message)) for message in error.messages]
    service, location = told.get("service"), told.get("location")
    faults += strangers(service, location, table)
    country, written = told["country"], (told.get("postcode") or "").strip()
    postcode = compact(written)
    if written and not is_well_formed(country, postcode):
        example = shape_of(country)
        faults.append(
            fault("postcode", f"Not a postcode of {country}" + (f" such as {example}." if example else "."))
        )
    if faults:
        return faults
    language = language_of(told["locale"]) if told.get("locale") else locale
    return Wanted(
        country=country,
        written=written or None,
        postcode=postcode,
        service=service,
        location=location,
        sku=told.get("sku"),
        at=at,
        weight_g=told.get("weight_g"),
        locale=language if language in SPOKEN else locale,
    )


def all_wanted(
    several: Sequence[Mapping[str, Any]], table: ServiceTable, locale: str, now: datetime
) -> list[Wanted | list[Fault]]:
    """The same for many, which often differ by their postcodes alone: the rest is looked at once."""
    alike: dict[tuple[Any, ...], Wanted | list[Fault]] = {}
    found: list[Wanted | list[Fault]] = []
    for told in several:
        rest = tuple([pair for pair in told.items() if pair[0] != "postcode"])
        one = alike.get(rest)
        if one is None:
            one = alike[rest] = wanted(dict(rest), table, locale, now)
        written = (told.get("postcode") or "").strip()
        postcode = compact(written)
        if isinstance(one, Wanted) and (not written or is_well_formed(one.country, postcode)):
            found.append(Wanted(one.country, written or None, postcode, *one[3:]))
        else:
            found.append(wanted(told, table, locale, now))
    return found


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
