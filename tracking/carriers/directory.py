"""Every carrier Waypost knows by name, and how to find one."""

import unicodedata
from functools import lru_cache

from tracking.carriers import americas, asia_pacific, europe, posts, worldwide
from tracking.carriers.carrier import Carrier

CARRIERS: tuple[Carrier, ...] = (
    *worldwide.CARRIERS,
    *americas.CARRIERS,
    *europe.CARRIERS,
    *asia_pacific.CARRIERS,
    *posts.CARRIERS,
)


def key_of(name: str) -> str:
    """A name without case, width, spaces and punctuation: what two spellings of a carrier share."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


BY_CODE = {carrier.code: carrier for carrier in CARRIERS}
BY_NAME = {
    key_of(name): carrier for carrier in CARRIERS for name in (carrier.code, carrier.name, *carrier.aliases)
}


@lru_cache(4096)
def find(name: str) -> Carrier | None:
    """The carrier of this code, name or alias, however it is spelt; None when nobody goes by it."""
    return BY_NAME.get(key_of(name))
