"""The job that keeps the figures: takes the orders that changed and counts each of them anew."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain

import orjson

from commerce import locks, merchants
from commerce.clock import now
from commerce.database import run, transaction
from commerce.insights.figures import SOURCES, Figure, as_stored, from_stored, sums
from commerce.merchants import Known
from commerce.schedule import periodic

AT_ONCE = 1000  # orders in a transaction
FOR_ALL = timedelta(minutes=4)


@periodic("count-insights", every=timedelta(minutes=1))
def count_insights() -> int:
    """Count what changed of every merchant; what does not fit into one run is left to the next."""
    until, done = now() + FOR_ALL, 0
    with transaction():
        waiting = [merchant_id for (merchant_id,) in run(WAITING)]
    for merchant_id in waiting:
        merchant = merchants.fresh_by_id(merchant_id)
        while merchant and now() < until and (taken := count_some(merchant)):
            done += taken
    return done


def count_all(merchant: Known) -> int:
    """Count all that changed of one merchant; returns how many changes there were."""
    done = 0
    while taken := count_some(merchant):
        done += taken
    return done


def count_some(merchant: Known) -> int:
    """Take the oldest changes and count their orders, in one transaction; returns how many there were."""
    with transaction():
        locks.wait(merchant.id, "insights")
        changed = run(TAKE, (merchant.id, merchant.id, AT_ONCE))
        if changed:
            count(merchant, [order for (order,) in changed])
    return len(changed)


def count(merchant: Known, changed: Sequence[int]) -> None:
    """Replace what these orders, and those whose shopper came back with one of them, added by what they add."""
    orders = [order for (order,) in run(CONCERNED, {"merchant": merchant.id, "orders": list(set(changed))})]
    before = run(SHARES, (merchant.id, orders))
    after: dict[int, list[Figure]] = {order: [] for order in orders}
    for source in SOURCES.values():
        for order, figure in source(merchant, orders):
            after[order].append(figure)
    was = [from_stored(told) for _, figures in before for told in figures]
    add(merchant.id, after=chain.from_iterable(after.values()), before=was)
    rows = [{"order_id": order, "figures": [as_stored(one) for one in told]} for order, told in after.items()]
    run(KEEP, (merchant.id, orjson.dumps(rows).decode()))


def add(merchant_id: int, after: Iterable[Figure], before: Iterable[Figure] = ()) -> None:
    """Add some figures to the sums and take others away, in the open transaction."""
    counts, totals = sums(after)
    old_counts, old_totals = sums(before)
    counts.subtract(old_counts)
    totals.subtract(old_totals)
    rows = [
        {"measure": cell[0], "dimension": cell[1], "week": cell[2], "value": cell[3]}
        | {"count": counts[cell], "total": totals[cell]}
        for cell in sorted(counts)  # in one order, so that no two writers wait for each other in a ring
        if counts[cell] or totals[cell]
    ]
    if rows:
        told = {"merchant": merchant_id, "rows": orjson.dumps(rows).decode()}
        run(ADD, told)
        run(EMPTIED, told)


def recount(merchant: Known) -> int:
    """Forget the sums of a merchant's orders and count every order anew; returns how many there are."""
    with transaction():
        locks.wait(merchant.id, "insights")
        run(FORGET_SUMS, (merchant.id, list(BESIDES_ORDERS)))
        run("DELETE FROM insight_shares WHERE merchant_id = %s", (merchant.id,))
        run("DELETE FROM insight_changes WHERE merchant_id = %s", (merchant.id,))
        run(MARK_ALL, (merchant.id,))
    return count_all(merchant)


BESIDES_ORDERS = ("views",)
"""Measures that no order adds to: they are counted where they happen, and can't be counted again."""
WAITING = """
SELECT m.id FROM merchants m
WHERE EXISTS (SELECT 1 FROM insight_changes c WHERE c.merchant_id = m.id) ORDER BY m.id
"""
TAKE = """
DELETE FROM insight_changes WHERE merchant_id = %s AND id IN (
    SELECT id FROM insight_changes WHERE merchant_id = %s ORDER BY id LIMIT %s
) RETURNING order_id
"""
CONCERNED = """
SELECT o.id FROM orders o WHERE o.merchant_id = %(merchant)s AND o.id = ANY(%(orders)s)
UNION
SELECT o.id FROM orders n
JOIN orders o ON o.merchant_id = n.merchant_id AND o.email = n.email AND o.id <> n.id
WHERE n.merchant_id = %(merchant)s AND n.id = ANY(%(orders)s) AND EXISTS (
    SELECT 1 FROM returns r WHERE r.merchant_id = o.merchant_id AND r.order_id = o.id
)
ORDER BY 1
"""
SHARES = "SELECT order_id, figures FROM insight_shares WHERE merchant_id = %s AND order_id = ANY(%s)"
KEEP = """
INSERT INTO insight_shares (merchant_id, order_id, figures)
SELECT %s, s.* FROM jsonb_to_recordset(%s::jsonb) AS s(order_id bigint, figures jsonb)
ON CONFLICT (merchant_id, order_id) DO UPDATE SET figures = excluded.figures
"""
ROWS = "jsonb_to_recordset(%(rows)s::jsonb) AS r(measure text, dimension text, week date, value text"
ADD = f"""
INSERT INTO insight_weeks AS w (merchant_id, measure, dimension, week, value, count, total)
SELECT m.id, r.* FROM {ROWS}, count bigint, total bigint) JOIN merchants m ON m.id = %(merchant)s
ON CONFLICT (merchant_id, measure, dimension, week, value) DO UPDATE
SET count = w.count + excluded.count, total = w.total + excluded.total
"""  # noqa: S608 - nothing but our own words is put in
EMPTIED = f"""
DELETE FROM insight_weeks w USING {ROWS})
WHERE w.merchant_id = %(merchant)s AND w.measure = r.measure AND w.dimension = r.dimension AND w.week = r.week
    AND w.value = r.value AND w.count = 0 AND w.total = 0
"""  # noqa: S608
FORGET_SUMS = "DELETE FROM insight_weeks WHERE merchant_id = %s AND NOT measure = ANY(%s)"
MARK_ALL = """
INSERT INTO insight_changes (merchant_id, order_id) SELECT merchant_id, id FROM orders WHERE merchant_id = %s
"""
