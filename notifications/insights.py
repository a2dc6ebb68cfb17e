"""What notices and answers add to a shop's figures: who was told of a delay in time, and what shoppers thought."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from commerce.database import run
from commerce.insights.figures import Figure, counted, named, week_of
from commerce.merchants import Known
from eta_model.insights import Journey
from notifications.subjects import DELAYS


@counted("delays")
def told_of_delays(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`told_before`, `told_after`, `not_told`: late parcels, by whether the shopper heard while it was promised."""
    values = {"merchant": merchant.id, "orders": list(orders), "kinds": list(DELAYS)}
    for told_at, missed, *row in run(LATE, values):
        journey = Journey(*row)
        arrived = journey.arrived_on(merchant)
        promised = journey.promised_on
        if promised and (arrived > promised if arrived else missed):
            zone = journey.zone(merchant)
            measure = when_told(told_at, promised, zone)
            yield journey.order_id, Figure(measure, week_of(promised, zone), 1, 0, journey.by(merchant))


def when_told(told_at: datetime | None, promised: date, zone: str) -> str:
    """The measure of a late parcel whose shopper was first told then."""
    if told_at is None:
        return "not_told"
    return "told_before" if told_at.astimezone(ZoneInfo(zone)).date() <= promised else "told_after"


@counted("feedback")
def feedback(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`feedback`: answers, in total their scores."""
    zone = merchant.config["time_zone"]
    for order, at, score, carrier, country, products in run(FEEDBACK, (merchant.id, list(orders))):
        by = named(carrier=carrier, country=country, product=products, score=str(score))
        yield order, Figure("feedback", week_of(at, zone), 1, score, by)


PRODUCTS = """
ARRAY(SELECT DISTINCT title FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id)
"""
LATE = f"""
SELECT (
    SELECT min(n.sent_at) FROM notices n WHERE n.merchant_id = s.merchant_id AND n.order_id = s.order_id
        AND n.kind = ANY(%(kinds)s) AND (n.shipment_id = s.id OR n.shipment_id IS NULL)
), EXISTS (
    SELECT 1 FROM incidents i WHERE i.merchant_id = s.merchant_id AND i.shipment_id = s.id
        AND i.kind = 'promise_missed'
), o.id, o.ship_to ->> 'country', o.ship_to ->> 'postcode', s.carrier, s.location, s.promised_on, s.shipped_at,
    s.delivered_at, {PRODUCTS}
FROM orders o JOIN shipments s ON s.merchant_id = o.merchant_id AND s.order_id = o.id
WHERE o.merchant_id = %(merchant)s AND o.id = ANY(%(orders)s) AND s.direction = 'outbound'
    AND s.status <> 'cancelled' AND s.promised_on IS NOT NULL
"""  # noqa: S608 - nothing but our own words is put in
FEEDBACK = f"""
SELECT o.id, f.created_at, f.score, s.carrier, o.ship_to ->> 'country', {PRODUCTS}
FROM orders o JOIN shipments s ON s.merchant_id = o.merchant_id AND s.order_id = o.id
JOIN feedback f ON f.merchant_id = s.merchant_id AND f.shipment_id = s.id
WHERE o.merchant_id = %s AND o.id = ANY(%s)
"""  # noqa: S608
