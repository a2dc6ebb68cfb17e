"""The rows of orders and parcels that notices speak of: two statements, however many notices ask together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app

from commerce.clock import now
from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.statements import Statements

ORDERS = """
SELECT o.merchant_id, o.id, o.number, o.placed_at, o.customer, o.ship_to, o.page_token, (
    SELECT jsonb_agg(jsonb_build_array(l.line_id, l.title, l.variant, l.quantity, l.image_url) ORDER BY l.position)
    FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
) FROM unnest(%s::int[], %s::bigint[]) AS named(merchant_id, id) JOIN orders o USING (merchant_id, id)
"""
SHIPMENTS = """
SELECT s.merchant_id, s.order_id, s.id, s.code, s.status, s.status_detail, s.action_required, s.carrier, s.service,
       s.tracking_number, s.location, s.promised_on, s.delivered_at, s.carrier_estimate, coalesce(s.shipped_at, (
    SELECT min(c.at) FROM scans c WHERE c.merchant_id = s.merchant_id AND c.parcel = s.parcel
    AND c.status IN ('in_transit', 'out_for_delivery', 'available_for_pickup')
)), (
    SELECT c.place FROM scans c WHERE c.merchant_id = s.merchant_id AND c.parcel = s.parcel
    AND c.place IS NOT NULL AND c.at <= %s ORDER BY c.at DESC LIMIT 1
), (
    SELECT jsonb_object_agg(l.line_id, l.quantity) FROM shipment_lines l
    WHERE l.merchant_id = s.merchant_id AND l.shipment_id = s.id
) FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[]) AS named(merchant_id, order_id, id, code)
JOIN shipments s ON s.merchant_id = named.merchant_id AND s.order_id = named.order_id
  AND (s.id = named.id OR s.code = named.code)
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a notice is about, and what was decided that it says; see `gathering.facts_of`."""

    merchant: Known
    order_id: int
    shipment_id: int | None
    return_id: int | None
    claim_id: int | None
    locale: str
    told: Mapping[str, Any]
    kind: str | None = None
    channel: str = "email"

    @property
    def order(self) -> tuple[int, int]:
        """Its order's key."""
        return self.merchant.id, self.order_id

    @property
    def replacement(self) -> str | None:
        """The id of what an exchange sends."""
        return self.told.get("shipment")

    @property
    def others(self) -> list[str]:
        """The ids of parcels with the same news."""
        return [str(code) for code in self.told.get("others", ())]

    def parcels(self) -> list[tuple[int, int, int, str]]:
        """The parcels it speaks of, as SHIPMENTS takes them."""
        if not self.shipment_id and not self.replacement:
            return []
        codes = filter(None, (self.replacement, *self.others))
        return [(*self.order, self.shipment_id or 0, ""), *((*self.order, 0, code) for code in codes)]


class Bought(NamedTuple):
    """An order's row, its lines (id, title, variant, quantity, image) in their order."""

    number: str
    placed_at: datetime
    customer: dict[str, Any]
    ship_to: dict[str, Any]
    page_token: str
    lines: list[tuple[str, str, str | None, int, str | None]] | None


class Sent(NamedTuple):
    """A shipment's row; `left_at` is when it was handed over, `units` are those it holds of each line."""

    id: int
    code: str
    status: str
    status_detail: str | None
    action_required: str | None
    carrier: str | None
    service: str | None
    number: str | None
    location: str | None
    promised_on: date | None
    delivered_at: datetime | None
    carrier_estimate: date | None
    left_at: datetime | None
    place: dict[str, str | None] | None
    units: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read at a moment: orders and their parcels, by the order's key."""

    at: datetime
    orders: dict[tuple[int, int], Bought] = field(default_factory=dict)
    parcels: dict[tuple[int, int], dict[int, Sent]] = field(default_factory=dict)

    def order(self, asked: Asked) -> Bought:
        """The order; raises `NotFound` for one that is gone."""
        if asked.order not in self.orders:
            raise NotFound("this order is gone")
        return self.orders[asked.order]

    def sent(self, asked: Asked) -> tuple[Sent | None, list[Sent]]:
        """The parcel that is spoken of, and the others with the same news."""
        known = sorted(self.parcels.get(asked.order, {}).items())
        first = next(
            (one for number, one in known if number == asked.shipment_id or one.code == asked.replacement),
            None,
        )
        return first, [one for _, one in known if one.code in asked.others and one is not first]


def rows_of(asked: Sequence[Asked]) -> Rows:
    """What these notices speak of."""
    statements: Statements = current_app.extensions["statements"]
    rows = Rows(now())
    orders = dict.fromkeys(one.order for one in asked)
    for merchant_id, order_id, *values in statements.all(ORDERS, columns(orders)) if orders else ():
        rows.orders[merchant_id, order_id] = Bought(*values)
    parcels = dict.fromkeys(parcel for one in asked for parcel in one.parcels())
    found = statements.all(SHIPMENTS, (rows.at, *columns(parcels))) if parcels else ()
    for merchant_id, order_id, *values in found:
        rows.parcels.setdefault((merchant_id, order_id), {})[values[0]] = Sent(*values)
    return rows


def columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
