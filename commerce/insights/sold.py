"""What was sold, by the week in which it was ordered."""

from collections.abc import Iterator, Sequence

from commerce.database import run
from commerce.insights.figures import Figure, counted, named, week_of
from commerce.merchants import Known


@counted("sold")
def sold(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`sold`: units that were bought and not cancelled."""
    zone = merchant.config["time_zone"]
    for order, placed_at, country, title, variant, units in run(SOLD, (merchant.id, list(orders))):
        by = named(country=country, product=title, size=variant)
        yield order, Figure("sold", week_of(placed_at, zone), units, 0, by)


SOLD = """
SELECT o.id, o.placed_at, o.ship_to ->> 'country', l.title, l.variant, sum(l.quantity - l.cancelled_quantity)::int
FROM orders o JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
WHERE o.merchant_id = %s AND o.id = ANY(%s) AND o.cancelled_at IS NULL AND l.quantity > l.cancelled_quantity
GROUP BY 1, 2, 3, 4, 5
"""
