"""A small made-up shop for tests: an order of three tees and a mug, in one parcel that was delivered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from returns.case import AskedLine, Case, Customer, Merchant, Order, OrderLine, Packed, Parcel
from returns.ledger import LineLedger

NEW_YORK = ZoneInfo("America/New_York")
PLACED = dt.datetime(2026, 11, 2, 14, 30, tzinfo=dt.UTC)
TEE = OrderLine(
    "L1",
    3,
    2500,
    discount=500,
    tax=360,
    sku="TEE-M",
    product_type="tops",
    tags=("summer",),
    collections=("sale",),
)
MUG = OrderLine("L2", 1, 900, sku="MUG")


def days(number: float) -> dt.timedelta:
    return dt.timedelta(days=number)


def make_parcel(
    name: str,
    packed: Mapping[str, int],
    *,
    delivered: float | None = 4,
    shipped: float | None = 1,
    **more: Any,
) -> Parcel:
    """A parcel; shipped and delivered are days after the order was placed."""
    return Parcel(
        name,
        tuple(Packed(line, units) for line, units in packed.items()),
        shipped_at=PLACED + days(shipped) if shipped is not None else None,
        delivered_at=PLACED + days(delivered) if delivered is not None else None,
        **more,
    )


def make_order(*lines: OrderLine, **more: Any) -> Order:
    settings = {
        "number": "1001",
        "placed_at": PLACED,
        "currency": "USD",
        "locale": "en",
        "country": "US",
    } | more
    return Order(lines=lines or (TEE, MUG), **settings)


def make_case(
    *asked: AskedLine,
    order: Order | None = None,
    parcels: tuple[Parcel, ...] | None = None,
    after: float = 9,
    ledgers: Mapping[str, LineLedger] | None = None,
    customer: Customer | None = None,
    **more: Any,
) -> Case:
    """A case asked so many days after ordering; without parcels all was delivered on the fourth day."""
    order = order or make_order()
    everything = {line.id: line.quantity for line in order.lines}
    return Case(
        merchant=Merchant("USD", NEW_YORK),
        order=order,
        parcels=(make_parcel("S1", everything),) if parcels is None else parcels,
        at=PLACED + days(after),
        customer=customer,
        asked=asked or None,
        ledgers=ledgers or {},
        **more,
    )
