"""Where a shopper brings a return: the shop's own stores and drop-off points, the likeliest first."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from returns.policy.vocabulary import Method

BY_HAND = frozenset({Method.IN_STORE, Method.DROP_OFF})
KINDS = {
    Method.IN_STORE: ("store",),
    Method.DROP_OFF: ("drop_off", "store"),
    Method.QR_CODE: ("drop_off", "store"),
}
TOWN_FIRST = frozenset({"AU", "CA", "GB", "IE", "IN", "NZ", "US"})


class Place(NamedTuple):
    """Where parcels are handed in: its name, its address as written on letters, its country, when it is open."""

    name: str
    address: tuple[str, ...]
    country: str
    hours: str | None


def places(config: Mapping[str, Any], method: str, ship_to: Mapping[str, Any]) -> list[Place]:
    """Those of the merchant's file that take returns by a method, in the shopper's country.

    Where the country has none, all are told. The postcodes that begin most like the shopper's come first.
    """
    kinds = KINDS.get(Method(method), ())
    taking = [one for one in config["locations"] if one.get("takes_returns") and one["kind"] in kinds]
    near = [one for one in taking if one["country"] == ship_to.get("country")]
    home = ship_to.get("postcode") or ""

    def unlike(location: Mapping[str, Any]) -> int:
        pairs = zip(home.upper(), (location.get("postcode") or "").upper(), strict=False)
        return -len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))

    return [place(config["name"], one) for one in sorted(near or taking, key=unlike)]


def place(shop: str, location: Mapping[str, Any]) -> Place:
    """A location with an address, as it is shown."""
    name = location["address"].get("name") or shop
    return Place(name, written(location), location["country"], location.get("hours"))


def written(location: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of an address between its name and its country, in its country's order."""
    street, postcode, country = location["address"], location.get("postcode"), location["country"]
    town, region = street["city"], street.get("region")
    if country in TOWN_FIRST:
        where = f"{town}, {region or ''} {postcode or ''}" if region else f"{town} {postcode or ''}"
    else:
        where = " ".join(filter(None, (postcode, town, region)))
    lines = (street["line1"], street.get("line2"), " ".join(where.split()))
    return tuple(line for line in lines if line)
