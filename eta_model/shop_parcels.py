"""The shop's own parcels, delivered and under way, taken into its delivery history."""

from typing import Any

import polars as pl
from sqlalchemy import text

from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from eta_model.history import check_history
from eta_model.parcel_store import FACTS, Stored, add
from eta_model.service_names import named
from eta_model.service_table import ServiceTable

COLUMNS = ("shipment_id", *FACTS)


def take_in(merchant: Known) -> Stored:
    """Store what is new of the merchant's outbound parcels; cancelled and returned ones leave the history.

    A parcel whose origin is not known (no location, and the shop has several) is passed over.
    """
    with transaction() as session:
        session.execute(GONE, {"merchant": merchant.id})
        rows = session.execute(CHANGED, {"merchant": merchant.id, "now": now()}).mappings().all()
    table = ServiceTable.from_config(merchant.config)
    places = {place["code"]: place for place in merchant.config["locations"]}
    told = [as_history(dict(row), places, table) for row in rows]
    known = pl.DataFrame([row for row in told if row], schema=SCHEMA, orient="row")
    return add(merchant.id, "shop", check_history(known).parcels)


def as_history(
    row: dict[str, Any], places: dict[str, dict[str, Any]], table: ServiceTable
) -> dict[str, Any] | None:
    """A shipment as a row of a history file, its service by the name the table has; None without an origin."""
    only = next(iter(places)) if len(places) == 1 else ""
    origin = places.get(row["location"] or only)
    if origin is None or not row["country"]:
        return None
    carrier, service = named(row["carrier"], row["service"], row["country"], table)
    return {
        **{name: row[name] for name in ("shipment_id", "ordered_at", "handed_over_at", "delivered_at")},
        "promised_on": row["promised_on"],
        "carrier": carrier,
        "service": service,
        "origin_id": origin["code"],
        "origin_country": origin["country"],
        "origin_postcode": origin["postcode"] or "",
        "dest_country": row["country"],
        "dest_postcode": row["postcode"] or "",
        "weight_g": row["weight_g"],
        "items": row["items"],
    }


SCHEMA = {
    name: pl.Datetime("us", "UTC")
    if name.endswith("_at")
    else pl.Date
    if name == "promised_on"
    else pl.Float64
    if name in ("weight_g", "items")
    else pl.String
    for name in COLUMNS
    if name not in ("category", "volume_cm3", "price", "freight")
}
CHANGED = text("""
SELECT s.code AS shipment_id, o.placed_at AS ordered_at, s.shipped_at AS handed_over_at, s.delivered_at,
    s.promised_on, s.carrier, s.service, s.location,
    o.ship_to->>'country' AS country, o.ship_to->>'postcode' AS postcode,
    (SELECT sum(coalesce(l.weight_g, 0) * c.quantity) FROM shipment_lines c JOIN order_lines l
        ON l.merchant_id = c.merchant_id AND l.order_id = s.order_id AND l.line_id = c.line_id
        WHERE c.merchant_id = s.merchant_id AND c.shipment_id = s.id)::float AS weight_g,
    (SELECT sum(c.quantity) FROM shipment_lines c
        WHERE c.merchant_id = s.merchant_id AND c.shipment_id = s.id)::float AS items
FROM shipments s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
WHERE s.merchant_id = :merchant AND s.direction = 'outbound' AND o.placed_at <= :now
    AND (s.delivered_at IS NOT NULL OR s.status NOT IN ('cancelled', 'return_to_sender'))
    AND s.updated_at > coalesce((
        SELECT max(h.updated_at) - interval '1 day' FROM history_parcels h
        WHERE h.merchant_id = :merchant AND h.source = 'shop'
    ), '-infinity')
ORDER BY s.id
""")
GONE = text("""
DELETE FROM history_parcels h USING shipments s
WHERE h.merchant_id = :merchant AND h.source = 'shop' AND s.merchant_id = h.merchant_id
    AND s.code = h.shipment_id AND s.delivered_at IS NULL AND s.status IN ('cancelled', 'return_to_sender')
""")
