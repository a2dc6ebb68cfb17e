"""What customs are told of a parcel that comes back across a border, or which facts are missing for it.

The words are those of the Universal Postal Union's form CN 23. Values are in minor units of the order's currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from commerce.eea import MEMBERS
from commerce.money import first_units

FILING_CENTS = 250_000
"""US dollars, in cents, from which a parcel out of the United States needs a filing: 15 CFR § 30.37(a)."""


class Packed(NamedTuple):
    """Units of an order line in the parcel, with what the order says of it; amounts are for the whole line."""

    line: str
    title: str
    sku: str | None
    units: int
    quantity: int
    unit_price: int
    discount: int
    weight_g: int | None
    hs_code: str | None
    origin_country: str | None

    @property
    def value(self) -> int:
        """What was paid for the units, without tax."""
        return first_units(self.unit_price * self.quantity - self.discount, self.quantity, self.units)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What goes with the label; `exemption` is what the United States want to read on what leaves them."""

    items: tuple[Packed, ...]
    currency: str
    signer: str
    exemption: str | None


class Undeclarable(Exception):
    """Customs can't be told what they ask; its sentence is for staff."""


def crosses_customs(sender: str | None, receiver: str | None) -> bool:
    """Whether a parcel between two countries needs papers: not within one, nor within the European Union."""
    return sender != receiver and not (sender in MEMBERS and receiver in MEMBERS)


def declare(packed: Sequence[Packed], currency: str, signer: str, sender: str, receiver: str) -> Declaration:
    """The declaration of what a shopper sends from one country to another. Raises `Undeclarable`."""
    if missing := [
        f"line {one.line} has no {', no '.join(gaps)}" for one in packed if (gaps := lacking(one))
    ]:
        raise Undeclarable(f"customs papers can't be written: {'; '.join(missing)}")
    return Declaration(tuple(packed), currency, signer, exemption(packed, currency, sender, receiver))


def lacking(one: Packed) -> list[str]:
    """What customs would miss of an item."""
    needed = {"weight_g": one.weight_g, "origin_country": one.origin_country, "value": one.value}
    return [name for name, fact in needed.items() if not fact]


def exemption(packed: Iterable[Packed], currency: str, sender: str, receiver: str) -> str | None:
    """By which rule nothing need be filed with the United States' customs, for what leaves them."""
    if sender != "US":
        return None
    if receiver == "CA":
        return "NOEEI 30.36"
    if currency != "USD" or sum(one.value for one in packed) > FILING_CENTS:
        raise Undeclarable(
            "customs papers can't be written: the United States want a filing for over 2,500 USD"
        )
    return "NOEEI 30.37(a)"
