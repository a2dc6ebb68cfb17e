"""Where parcels would go: postcodes in one spelling, with the texts by which they are told apart."""

from collections.abc import Iterable
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


def destinations(country: str, several: Iterable[str | None]) -> list[Destination | None]:
    """The places of one country told by their postcodes; None for one that the country can't have."""
    written = [told.strip() if told else "" for told in several]
    codes = [compact(text) for text in written]
    ends = ends_of(country, codes)
    districts = [
        district_text(country, code[:ZONE_CHARACTERS], end[0]) for code, end in zip(codes, ends, strict=True)
    ]
    places = [place for _, place in ends]
    begun = [beginning(country, in_json(text)) for text in written]
    found: list[Destination | None] = list(
        map(made, zip(repeat(country), written, codes, places, districts, begun))
    )
    for number, place in enumerate(places):
        if not place:
            found[number] = None if written[number] else anywhere(country)
    return found


def anywhere(country: str) -> Destination:
    """The country as a whole."""
    return Destination(country, None, "", "", district_text(country, "", ""), beginning(country, "null"))


@lru_cache(8192)
def district_text(country: str, start: str, district: str) -> str:
    return f"{country} {zone_of(country, start)} {district}"


def in_json(written: str) -> str:
    return f'"{written}"' if written.isascii() and written.isalnum() else orjson.dumps(written).decode()


def beginning(country: str, told: str) -> bytes:
    """How an answer for a postcode told in JSON begins."""
    return f'{{"destination":{{"country":"{country}","postcode":{told}}},'.encode()
