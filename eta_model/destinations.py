"""Where parcels would go: postcodes in one spelling, with the texts by which they are told apart."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

import orjson

from eta_model.postcodes import compact, ends_of
from eta_model.zones import ZONE_CHARACTERS, zone_of


class Destination(NamedTuple):
    """A country and perhaps a postcode: `written` as it came, `postcode` in its one spelling.

    `place` is what is learnt and looked up of the postcode, `district` the same text for all of a country's
    destinations in one district and time zone. `json` is how an answer begins.
    """

    country: str
    written: str | None
    postcode: str
    place: str
    district: str
    json: bytes


# A thousand are made for one body; the class itself, called, takes its time over the names.
made = partial(tuple.__new__, Destination)


def destinations(country: str, several: Iterable[str | None]) -> Sequence[Destination | None]:
    """The places of one country told by their postcodes; None for one that the country can't have."""
    written = [told.strip() if told else "" for told in several]
    codes, districts, places = ends_of(country, [compact(text) for text in written])
    texts = [
        district_text(country, code[:ZONE_CHARACTERS], district)
        for code, district in zip(codes, districts, strict=True)
    ]
    begun = beginnings(country, written)
    found = list(map(made, zip(repeat(country), written, codes, places, texts, begun)))
    if all(places):
        return found
    return [there if there.place else None if there.written else anywhere(country) for there in found]


def anywhere(country: str) -> Destination:
    """The country as a whole."""
    return Destination(country, None, "", "", district_text(country, "", ""), *beginnings(country, [None]))


@lru_cache(8192)
def district_text(country: str, start: str, district: str) -> str:
    return f"{country} {zone_of(country, start)} {district}"


def beginnings(country: str, several: Sequence[str | None]) -> list[bytes]:
    """How answers for these postcodes begin."""
    start = f'{{"destination":{{"country":"{country}","postcode":'
    at_once = "".join(written or "-" for written in several)
    if at_once.isascii() and at_once.isalnum():
        return [f'{start}"{written}"}},'.encode() for written in several]
    return [f"{start}{orjson.dumps(written).decode()}}},".encode() for written in several]
