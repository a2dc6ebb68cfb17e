"""What returns, refunds and claims add to a shop's figures."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from commerce.database import run
from commerce.insights.figures import Figure, counted, hours_between, named, week_of
from commerce.merchants import Known
from returns.statuses import FREES_UNITS

BUYS_AGAIN_WITHIN = timedelta(days=90)
FREED = [status.value for status in FREES_UNITS]


@counted("returned")
def returned(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`returned`: units by the week in which they were asked back; `came_back`: by that of their order."""
    zone = merchant.config["time_zone"]
    for order, asked, placed, country, title, variant, reason, units in of(RETURNED, merchant, orders):
        by = named(country=country, product=title, size=variant, reason=reason)
        yield order, Figure("returned", week_of(asked, zone), units, 0, by)
        yield order, Figure("came_back", week_of(placed, zone), units, 0, by)


@counted("returns")
def came_again(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`bought_again`: returns, in total those whose shopper ordered again within `BUYS_AGAIN_WITHIN`."""
    zone = merchant.config["time_zone"]
    for order, asked, country, products, again in of(AGAIN, merchant, orders, within=BUYS_AGAIN_WITHIN):
        by = named(country=country, product=products)
        yield order, Figure("bought_again", week_of(asked, zone), 1, int(again), by)


@counted("paid")
def paid(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`refund`, `store_credit`, `exchange`: what returns of a week came to, in total minor units by currency."""
    zone = merchant.config["time_zone"]
    for order, asked, kind, currency, amount in of(PAID, merchant, orders):
        yield order, Figure(kind, week_of(asked, zone), 1, amount, named(currency=currency))


@counted("refund_time")
def refund_time(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`refund_time`: returns that were paid, in total the hours from the parcel's arrival to the first money."""
    zone = merchant.config["time_zone"]
    for order, since, settled, country, products in of(TIMES, merchant, orders):
        by = named(country=country, product=products)
        yield order, Figure("refund_time", week_of(settled, zone), 1, hours_between(since, settled), by)


@counted("claims")
def claims(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`claims`: claims that were opened."""
    zone = merchant.config["time_zone"]
    for order, opened, kind, country, products in of(CLAIMS, merchant, orders):
        by = named(country=country, product=products, claim_kind=kind)
        yield order, Figure("claims", week_of(opened, zone), 1, 0, by)


def of(statement: str, merchant: Known, orders: Sequence[int], **values: object) -> list[tuple[Any, ...]]:
    return run(statement, {"merchant": merchant.id, "orders": list(orders), "freed": FREED} | values)


PRODUCTS = """
ARRAY(
    SELECT DISTINCT l.title FROM return_lines c JOIN order_lines l
        ON l.merchant_id = c.merchant_id AND l.order_id = r.order_id AND l.line_id = c.line_id
    WHERE c.merchant_id = r.merchant_id AND c.return_id = r.id
)
"""
OURS = """
FROM orders o JOIN returns r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
"""
WHICH = """
WHERE o.merchant_id = %(merchant)s AND o.id = ANY(%(orders)s) AND NOT r.status = ANY(%(freed)s)
"""
RETURNED = f"""
SELECT o.id, r.requested_at, o.placed_at, o.ship_to ->> 'country', l.title, l.variant, c.reason,
    sum(c.quantity - c.released_quantity)::int
{OURS} JOIN return_lines c ON c.merchant_id = r.merchant_id AND c.return_id = r.id
JOIN order_lines l ON l.merchant_id = c.merchant_id AND l.order_id = r.order_id AND l.line_id = c.line_id
{WHICH} AND c.quantity > c.released_quantity
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
AGAIN = f"""
SELECT o.id, r.requested_at, o.ship_to ->> 'country', {PRODUCTS}, EXISTS (
    SELECT 1 FROM orders n WHERE n.merchant_id = o.merchant_id AND n.email = o.email AND n.id <> o.id
        AND n.cancelled_at IS NULL AND n.placed_at > r.requested_at
        AND n.placed_at <= r.requested_at + %(within)s
) {OURS} {WHICH}
"""  # noqa: S608
PAID = f"""
SELECT o.id, r.requested_at, f.kind, f.currency, f.principal
{OURS} JOIN refunds f ON f.merchant_id = r.merchant_id AND f.return_id = r.id
{WHICH} AND f.status = 'succeeded'
UNION ALL
SELECT o.id, r.requested_at, 'exchange', r.currency, round(c.share * x.quantity / c.quantity::numeric)::bigint
{OURS} JOIN replacements x ON x.merchant_id = r.merchant_id AND x.return_id = r.id AND x.status <> 'released'
JOIN return_lines c ON c.merchant_id = x.merchant_id AND c.return_id = x.return_id AND c.position = x.position
{WHICH} AND r.status IN ('received', 'completed')
"""
TIMES = f"""
SELECT o.id, coalesce(r.received_at, r.approved_at, r.requested_at), f.at, o.ship_to ->> 'country', {PRODUCTS}
{OURS} CROSS JOIN LATERAL (
    SELECT min(coalesce(paid_at, settled_at)) AS at FROM refunds
    WHERE merchant_id = r.merchant_id AND return_id = r.id AND status = 'succeeded'
        AND (gateway <> 'manual' OR paid_at IS NOT NULL)
) f
{WHICH} AND f.at IS NOT NULL
"""  # noqa: S608
CLAIMS = """
SELECT o.id, c.open_at, c.kind, o.ship_to ->> 'country', ARRAY(
    SELECT DISTINCT l.title FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
) FROM orders o JOIN claims c ON c.merchant_id = o.merchant_id AND c.order_id = o.id
WHERE o.merchant_id = %(merchant)s AND o.id = ANY(%(orders)s)
"""
