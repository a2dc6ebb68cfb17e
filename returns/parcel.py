"""What a return's parcel is: from whom, to whom, how heavy; or why no label can be had for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNKNOWN_WEIGHT_G = 500  # of a unit whose weight nobody told
NEEDED = ("name", "line1", "city", "postcode", "country")

Address = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier is asked to take from the shopper to the merchant; the weight is in grams."""

    shopper: Address
    merchant: Address
    weight_g: int


class NoLabel(Exception):
    """No label can be had for a return; its sentence is for staff."""


def parcel(
    ship_to: Mapping[str, Any],
    customer: Mapping[str, Any],
    config: Mapping[str, Any],
    units: Sequence[tuple[int, int | None]],
) -> Parcel:
    """The parcel of an order's (units, grams each) on its way back to the first location with a street.

    `config` is the merchant's file. Raises `NoLabel` for an address that lacks something, and across borders,
    where a label needs customs papers.
    """
    shopper = {name: ship_to.get(name) for name in (*NEEDED, "line2", "region")}
    shopper["name"] = shopper["name"] or customer.get("name")
    shopper |= {name: customer.get(name) for name in ("phone", "email")}
    merchant = location(config)
    for whose, address in (("the shopper's", shopper), ("the location's", merchant)):
        if missing := [name for name in NEEDED if not address.get(name)]:
            raise NoLabel(f"{whose} address has no {', no '.join(missing)}")
    if shopper["country"] != merchant["country"]:
        raise NoLabel(f"a label from {shopper['country']} to {merchant['country']} needs customs papers")
    weight = sum(count * (grams or UNKNOWN_WEIGHT_G) for count, grams in units)
    return Parcel(shopper, merchant, weight)


def location(config: Mapping[str, Any]) -> dict[str, str | None]:
    """Where returns go: the first location whose street is known. Raises `NoLabel`."""
    for one in config["locations"]:
        if street := one.get("address"):
            return {
                "name": config["name"],
                **street,
                "postcode": one.get("postcode"),
                "country": one["country"],
                "email": (config.get("brand") or {}).get("support_email"),
            }
    raise NoLabel("no location has an address")
