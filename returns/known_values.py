"""What the newest orders say of a fact, to be offered where a rule compares it."""

from collections.abc import Iterable

from commerce.database import run

NEWEST, MOST = 300, 50
OF_ORDER = {
    "order.channel": "o.channel",
    "order.payment_method": "o.payment_method",
    "order.region": "o.ship_to ->> 'region'",
}
OF_LINE = {
    "line.sku": "l.sku",
    "line.product_id": "l.product_id",
    "line.title": "l.title",
    "line.variant": "l.variant",
    "line.product_type": "l.product_type",
    "line.vendor": "l.vendor",
}
LISTS = {
    "order.tags": "o.tags",
    "order.discount_codes": "o.discount_codes",
    "customer.tags": "o.customer -> 'tags'",
    "line.collections": "l.collections",
    "line.tags": "l.tags",
}
FACTS = frozenset({*OF_ORDER, *OF_LINE, *LISTS})
RECENT = """
WITH recent AS MATERIALIZED (
    SELECT * FROM orders WHERE merchant_id = %(merchant)s ORDER BY placed_at DESC LIMIT %(newest)s
)
"""
LINES = "JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id"
EACH = """
(
    SELECT '{fact}', value, count(*) AS times FROM recent o {lines} CROSS JOIN LATERAL ({value}) v (value)
    WHERE value <> '' GROUP BY value ORDER BY times DESC, value LIMIT %(most)s
)
"""
ITEMS = "SELECT jsonb_array_elements_text(CASE jsonb_typeof({0}) WHEN 'array' THEN {0} ELSE '[]' END)"


def of(merchant_id: int, facts: Iterable[str]) -> dict[str, list[str]]:
    """What the newest orders say of each of `facts`, the most frequent first; facts that are not words are left out."""
    asked = sorted(FACTS & set(facts))
    found: dict[str, list[str]] = {fact: [] for fact in asked}
    if asked:
        values = {"merchant": merchant_id, "newest": NEWEST, "most": MOST}
        for fact, value, _ in run(RECENT + " UNION ALL ".join(map(statement, asked)), values):
            found[fact].append(value)
    return found


def statement(fact: str) -> str:
    column = OF_ORDER.get(fact) or OF_LINE.get(fact)
    value = f"SELECT {column}" if column else ITEMS.format(LISTS[fact])
    return EACH.format(fact=fact, value=value, lines=LINES if fact.startswith("line.") else "")
