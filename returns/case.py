"""Everything that one decision about a return is made from, as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from returns.ledger import LineLedger


@dataclass(frozen=True, slots=True)
class Merchant:
    """What of the merchant bears on a decision; ``locale`` is the first of their locales."""

    currency: str
    time_zone: ZoneInfo
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line; ``unit_price`` is for one unit, ``discount`` and ``tax`` for all of it, in minor units.

    ``cancelled`` units of it are never sent.
    """

    id: str
    quantity: int
    unit_price: int
    discount: int = 0
    tax: int = 0
    sku: str | None = None
    product_id: str | None = None
    title: str | None = None
    variant: str | None = None
    product_type: str | None = None
    vendor: str | None = None
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    weight_g: int | None = None
    final_sale: bool = False
    gift: bool = False
    cancelled: int = 0

    @property
    def net(self) -> int:
        """What the line came to without tax."""
        return self.unit_price * self.quantity - self.discount

    @property
    def paid(self) -> int:
        """What the line came to with tax."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it was placed; ``return_count`` is how many returns it has had."""

    number: str
    placed_at: dt.datetime
    currency: str
    lines: tuple[OrderLine, ...]
    locale: str | None = None
    channel: str | None = None
    payment_method: str | None = None
    country: str | None = None
    region: str | None = None
    postcode: str | None = None
    tags: tuple[str, ...] = ()
    discount_codes: tuple[str, ...] = ()
    return_count: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """Units of a line in a parcel; ``returned`` of them are known to be in a return already."""

    line: str
    quantity: int
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """An outbound shipment that has left, or that has been delivered."""

    id: str
    packed: tuple[Packed, ...]
    shipped_at: dt.datetime | None = None
    delivered_at: dt.datetime | None = None
    carrier: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who ordered; ``order_count`` includes the order in question."""

    email: str | None = None
    tags: tuple[str, ...] = ()
    order_count: int = 1
    return_count: int = 0
    first_order_at: dt.datetime | None = None
    risk_score: float | None = None
    blocked: bool = False


class AskedLine(NamedTuple):
    """Units of one order line that somebody would like to return."""

    id: str
    quantity: int
    reason: str | None = None
    resolution: str | None = None
    method: str | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One question: may these lines of this order be returned at this time?

    ``asked`` None asks for all that is returnable. ``ledgers`` has the counts of each line by its id; a
    line without one has only been shipped as the parcels say. ``apportioned`` is what of a line's payment its
    taken units stand for; without it they stand for the first units' shares.
    """

    merchant: Merchant
    order: Order
    parcels: tuple[Parcel, ...]
    at: dt.datetime
    customer: Customer | None = None
    asked: tuple[AskedLine, ...] | None = None
    is_gift: bool = False
    ledgers: Mapping[str, LineLedger] = field(default_factory=dict)
    apportioned: Mapping[str, int] = field(default_factory=dict)
