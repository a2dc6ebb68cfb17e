"""What a return's parcel is: from whom, to whom, how heavy; or why no label can be had for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from returns.customs import Declaration, Packed, Undeclarable, crosses_customs, declare

UNKNOWN_WEIGHT_G = 500  # of a unit whose weight nobody told
NEEDED = ("name", "line1", "city", "postcode", "country")

Address = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier is asked to take from the shopper to the merchant; the weight is in grams."""

    shopper: Address
    merchant: Address
    weight_g: int
    customs: Declaration | None = None


class NoLabel(Exception):
    """No label can be had for a return; its sentence is for staff."""


def parcel(
    ship_to: Mapping[str, Any],
    customer: Mapping[str, Any],
    config: Mapping[str, Any],
    packed: Sequence[Packed],
    currency: str,
) -> Parcel:
    """The parcel of an order's units on its way back to the merchant, with papers where it passes customs.

    `config` is the merchant's file. Raises `NoLabel` for an address or a declaration that lacks something.
    """
    shopper = {name: ship_to.get(name) for name in (*NEEDED, "line2", "region")}
    shopper["name"] = shopper["name"] or customer.get("name")
    shopper |= {name: customer.get(name) for name in ("phone", "email")}
    merchant = location(config)
    for whose, address in (("the shopper's", shopper), ("the location's", merchant)):
        if missing := [name for name in NEEDED if not address.get(name)]:
            raise NoLabel(f"{whose} address has no {', no '.join(missing)}")
    weight = sum(one.units * (one.weight_g or UNKNOWN_WEIGHT_G) for one in packed)
    return Parcel(shopper, merchant, weight, papers(shopper, merchant, packed, currency))


def papers(
    shopper: Address, merchant: Address, packed: Sequence[Packed], currency: str
) -> Declaration | None:
    """The customs declaration, where the way back needs one."""
    sender, receiver = shopper["country"] or "", merchant["country"] or ""
    if not crosses_customs(sender, receiver):
        return None
    try:
        return declare(packed, currency, shopper["name"] or "", sender, receiver)
    except Undeclarable as exc:
        raise NoLabel(f"from {sender} to {receiver}: {exc}") from exc


def warehouse(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The location that parcels come back to: the first warehouse that takes returns, else the first with a street."""
    known = [one for one in config["locations"] if one.get("address")]
    taking = [one for one in known if one.get("takes_returns") and one.get("kind") == "warehouse"]
    return next(iter(taking or known), None)


def location(config: Mapping[str, Any]) -> dict[str, str | None]:
    """Its address. Raises `NoLabel` where none is known."""
    one = warehouse(config)
    if one is None:
        raise NoLabel("no location has an address")
    return {
        "name": config["name"],
        **one["address"],
        "postcode": one.get("postcode"),
        "country": one["country"],
        "email": (config.get("brand") or {}).get("support_email"),
    }
