"""The case of an order as the database has it: what was bought, shipped, delivered and taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from commerce.errors import NotFound
from commerce.merchants import Known
from returns.asking import Ask
from returns.case import AskedLine, Case, Customer, Merchant, Order, OrderLine, Packed, Parcel
from returns.taken import TAKEN, Taken, apportioned, by_parcel, ledgers, taken_rows

# What a carrier sent back, or never had, has not been shipped.
SHIPMENTS = """
    SELECT jsonb_agg(jsonb_build_array(
        s.code,
        coalesce(s.shipped_at, (
            SELECT min(c.at) FROM scans c WHERE c.merchant_id = s.merchant_id AND c.parcel = s.parcel
            AND c.status NOT IN ('unknown', 'pre_transit', 'cancelled', 'error')
        )),
        s.delivered_at, s.carrier, s.location, (
            SELECT jsonb_agg(jsonb_build_array(p.line_id, p.quantity)) FROM shipment_lines p
            WHERE p.merchant_id = s.merchant_id AND p.shipment_id = s.id
        )))
    FROM shipments s WHERE s.merchant_id = o.merchant_id AND s.order_id = o.id
    AND s.direction = 'outbound' AND s.status NOT IN ('cancelled', 'return_to_sender')
"""
LINES = """
    SELECT jsonb_agg(jsonb_build_array(
        l.line_id, l.quantity, l.unit_price, l.discount, l.tax, l.sku, l.product_id, l.title, l.variant,
        l.product_type, l.vendor, l.collections, l.tags, l.weight_g, l.final_sale, l.gift,
        l.cancelled_quantity
    ) ORDER BY l.position)
    FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
"""
HISTORY = """
    SELECT jsonb_build_array(count(DISTINCT p.id), min(p.placed_at), count(r.id))
    FROM orders p LEFT JOIN returns r ON r.merchant_id = p.merchant_id AND r.order_id = p.id
        AND r.status NOT IN ('declined', 'cancelled', 'expired')
    WHERE p.merchant_id = o.merchant_id AND p.email = o.email
"""
COLUMNS = """
    o.id, o.number, o.placed_at, o.currency, o.locale, o.channel, o.payment_method, o.ship_to,
    o.tags, o.discount_codes, o.customer, o.shipping + o.shipping_tax, o.cancelled_at IS NOT NULL
"""
ORDER = f"""
SELECT {COLUMNS}, ({LINES}), ({SHIPMENTS}), ({HISTORY})
FROM orders o WHERE o.merchant_id = %s AND o.number = %s
"""  # noqa: S608 - nothing but our own words is put in


@dataclass(frozen=True, slots=True)
class Stored:
    """An order with all that its returns are judged by; amounts are minor units of its currency.

    `paid` is for everything, shipping and taxes included; `shipping` is its part of that. `cancelled`: all of it.
    """

    id: int
    order: Order
    parcels: tuple[Parcel, ...]
    customer: Customer
    shipping: int
    taken: tuple[Taken, ...]
    cancelled: bool = False

    @property
    def paid(self) -> int:
        return sum(max(line.paid, 0) for line in self.order.lines) + self.shipping

    def case(
        self,
        merchant: Known,
        at: datetime,
        asked: tuple[AskedLine, ...] | None,
        *,
        is_gift: bool = False,
    ) -> Case:
        """The question whether the asked lines (None: all that is left) may come back at a time."""
        return Case(
            merchant=home(merchant),
            order=self.order,
            parcels=self.parcels,
            at=at,
            customer=self.customer,
            asked=asked,
            is_gift=is_gift,
            ledgers=ledgers(self.order, self.parcels, self.taken),
            apportioned=apportioned(self.taken),
        )


def home(merchant: Known) -> Merchant:
    """What of the merchant bears on a decision."""
    config = merchant.config
    return Merchant(config["currency"], ZoneInfo(config["time_zone"]), config["locales"][0])


def load(ask: Ask, merchant_id: int, number: str, *, without: int | None = None) -> Stored:
    """Read an order in two statements, as if it had no return `without`. `NotFound` for an unknown number."""
    rows = ask(ORDER, (merchant_id, number)) if "\0" not in number else []
    if not rows:
        raise NotFound("there is no order with this number")
    taken = taken_rows(ask(TAKEN, (merchant_id, rows[0][0], merchant_id, rows[0][0])))
    left = tuple(one for one in taken if one.return_id is None or one.return_id != without)
    order = stored(rows[0], left)
    if len(left) == len(taken):
        return order
    before = replace(order.customer, return_count=order.customer.return_count - 1)
    return replace(order, customer=before)


def stored(row: Sequence[Any], taken: Sequence[Taken]) -> Stored:
    """The order of a row of `COLUMNS`, lines, shipments and history, with what was taken back of it."""
    (order_id, number, placed_at, currency, locale, channel, payment, ship_to, tags, codes) = row[:10]
    customer, shipping, cancelled, lines, shipments, history = row[10:16]
    order = Order(
        number=number,
        placed_at=placed_at,
        currency=currency,
        lines=tuple(order_line(line) for line in lines or ()),
        locale=locale,
        channel=channel,
        payment_method=payment,
        country=ship_to.get("country"),
        region=ship_to.get("region"),
        postcode=ship_to.get("postcode"),
        tags=tuple(tags),
        discount_codes=tuple(codes),
        return_count=len({one.return_id for one in taken if one.return_id}),
    )
    return Stored(
        id=order_id,
        order=order,
        parcels=parcels_of(shipments or (), by_parcel(taken)),
        customer=customer_of(customer, placed_at, history),
        shipping=shipping,
        taken=tuple(taken),
        cancelled=cancelled,
    )


def order_line(values: Sequence[Any]) -> OrderLine:
    line_id, quantity, unit_price, discount, tax, *names = values
    (
        sku,
        product_id,
        title,
        variant,
        product_type,
        vendor,
        collections,
        tags,
        weight,
        final,
        gift,
        cancelled,
    ) = names
    return OrderLine(
        id=line_id,
        quantity=quantity,
        unit_price=unit_price,
        discount=discount,
        tax=tax,
        sku=sku,
        product_id=product_id,
        title=title,
        variant=variant,
        product_type=product_type,
        vendor=vendor,
        collections=tuple(collections),
        tags=tuple(tags),
        weight_g=weight,
        final_sale=final,
        gift=gift,
        cancelled=cancelled,
    )


def parcels_of(rows: Iterable[Sequence[Any]], returned: Mapping[tuple[str, str], int]) -> tuple[Parcel, ...]:
    """The parcels of rows (id, shipped, delivered, carrier, location, [[line, units]])."""
    return tuple(
        Parcel(
            id=code,
            packed=tuple(
                Packed(line, units, min(units, returned.get((code, line), 0))) for line, units in packed or ()
            ),
            shipped_at=moment(shipped),
            delivered_at=moment(delivered),
            carrier=carrier,
            location=location,
        )
        for code, shipped, delivered, carrier, location, packed in rows
    )


def moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def customer_of(customer: Mapping[str, Any], placed_at: datetime, history: Sequence[Any]) -> Customer:
    """Who ordered; without an address this order is all that is known of them."""
    orders, first, returns = history if customer.get("email") else (1, None, 0)
    return Customer(
        email=customer.get("email"),
        tags=tuple(customer.get("tags") or ()),
        order_count=max(1, orders),
        return_count=returns,
        first_order_at=moment(first) or placed_at,
    )
