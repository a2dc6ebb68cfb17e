"""Orders as staff list and search them: with what was paid, where the parcels are, what comes back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from commerce import models
from commerce.database import run
from commerce.sorting import Key, Sort, behind, ordered, place
from tracking.parcels import number_key

AT_ONCE = 500
MOST_NAMED = 200  # who searches for a name that more people have is shown some of them
SHORTEST_NAME = 2


class Listed(NamedTuple):
    """An order in a list; `total` is what was paid, in minor units, shipping and taxes included.

    `place` is where it stands in the list.
    """

    place: list[Any]
    number: str
    placed_at: datetime
    currency: str
    cancelled_at: datetime | None
    name: str | None
    email: str | None
    total: int
    parcels: list[str]
    returns: list[str]


class Filter(NamedTuple):
    """Which orders: what was searched for, and when they were placed (from, and before); in which order."""

    search: str = ""
    placed_from: datetime | None = None
    placed_before: datetime | None = None
    sort: Sort = Sort("placed", down=True)


# Of two numbers the shorter comes first: 999 before 1000.
KEYS = {
    "placed": (Key("o.placed_at", "timestamptz"), Key("o.id", "bigint")),
    "number": (Key("length(o.number)", "int"), Key("o.number", "text")),
}
SELECT = """
SELECT {place}, o.number, o.placed_at, o.currency, o.cancelled_at, o.customer ->> 'name', o.email,
    o.shipping + o.shipping_tax + coalesce((
        SELECT sum(greatest(0, unit_price * quantity - discount + tax))::bigint FROM order_lines
        WHERE merchant_id = o.merchant_id AND order_id = o.id
    ), 0),
    coalesce((
        SELECT jsonb_agg(status ORDER BY id) FROM shipments
        WHERE merchant_id = o.merchant_id AND order_id = o.id AND direction = 'outbound'
    ), '[]'),
    coalesce((
        SELECT jsonb_agg(status ORDER BY id) FROM returns WHERE merchant_id = o.merchant_id AND order_id = o.id
    ), '[]')
FROM orders o WHERE {conditions} ORDER BY {ordered} LIMIT %(most)s
"""
BY_NUMBER = "SELECT id FROM orders WHERE merchant_id = %(merchant)s AND number = ANY(%(numbers)s)"
BY_PARCEL = "SELECT order_id FROM shipments WHERE merchant_id = %(merchant)s AND parcel = %(parcel)s"
BY_NAME = """
(SELECT id FROM orders WHERE merchant_id = %(merchant)s AND {} LIKE %(name)s LIMIT %(named)s)
"""


def listed(
    merchant_id: int, wanted: Filter, *, after: Sequence[Any] | None = None, most: int = 50
) -> list[Listed]:
    """The merchant's orders that fit; `after` is the `place` where the page before ended."""
    keys, down = KEYS[wanted.sort.by], wanted.sort.down
    conditions = ["o.merchant_id = %(merchant)s"]
    values: dict[str, Any] = {"merchant": merchant_id, "most": most, "named": MOST_NAMED}
    if wanted.search:
        conditions.append(searched(wanted.search, values))
    if wanted.placed_from:
        conditions.append("o.placed_at >= %(from)s")
    if wanted.placed_before:
        conditions.append("o.placed_at < %(before)s")
    values |= {"from": wanted.placed_from, "before": wanted.placed_before}
    if after is not None:
        conditions.append(behind(keys, after, values, down=down))
    sql = SELECT.format(
        place=place(keys), conditions=" AND ".join(conditions), ordered=ordered(keys, down=down)
    )
    return [Listed(*row) for row in run(sql, values)]


def searched(search: str, values: dict[str, Any]) -> str:
    """The condition for an e-mail address, or else a number, a tracking number or the beginning of a name."""
    if "@" in search:
        values["email"] = search.casefold()
        return "o.email = %(email)s"
    values["numbers"] = [search, f"#{search}", search.removeprefix("#")]
    values["parcel"] = number_key(search)
    ways = [BY_NUMBER, BY_PARCEL]
    if len(search) >= SHORTEST_NAME:
        escaped = search.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values["name"] = f"{escaped}%"
        ways += [BY_NAME.format(models.NAME), BY_NAME.format(models.SURNAME)]
    return f"o.id IN ({' UNION '.join(ways)})"


def all_of(merchant_id: int, wanted: Filter) -> Iterator[Listed]:
    """Every order that fits, read in chunks."""
    after = None
    while rows := listed(merchant_id, wanted, after=after, most=AT_ONCE):
        yield from rows
        after = rows[-1].place
        if len(rows) < AT_ONCE:
            return
