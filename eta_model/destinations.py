"""Where parcels would go: postcodes in one spelling, with the texts by which they are told apart."""

from functools import lru_cache
from typing import NamedTuple

import orjson

from eta_model.postcodes import compact, cut
from eta_model.zones import ZONE_CHARACTERS, zone_of

MOST_REMEMBERED = 100_000  # some 0.5 kB each


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


@lru_cache(MOST_REMEMBERED)
def destination(country: str, told: str | None) -> Destination | None:
    """The place told; None for a postcode that the country can't have."""
    written = told.strip() if told else ""
    if not written:
        return Destination(country, None, "", "", district_text(country, "", ""), beginning(country, None))
    code = compact(written)
    _, _, district, place = cut(country, code)
    if not place:
        return None
    text = district_text(country, code[:ZONE_CHARACTERS], district)
    return Destination(country, written, code, place, text, beginning(country, written))


@lru_cache(8192)
def district_text(country: str, start: str, district: str) -> str:
    return f"{country} {zone_of(country, start)} {district}"


def beginning(country: str, written: str | None) -> bytes:
    plain = written is not None and written.isascii() and written.isalnum()
    told = f'"{written}"' if plain else orjson.dumps(written).decode()
    return f'{{"destination":{{"country":"{country}","postcode":{told}}},'.encode()
