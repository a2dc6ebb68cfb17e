"""Returns as staff queue them: what comes back, why, what it is worth, where it stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from commerce.database import run
from returns.statuses import ReturnStatus


class Listed(NamedTuple):
    """A return in a list; `worth` is what was paid for its units, in minor units. `waiting`: not inspected yet."""

    id: int
    code: str
    order: str
    name: str | None
    status: str
    requested_at: datetime
    currency: str
    units: int
    worth: int
    reasons: list[str]
    waiting: bool


AT_ONCE = 500
TO_DO = (ReturnStatus.REQUESTED, ReturnStatus.RECEIVED)
STATES: dict[str, tuple[str, ...]] = {
    "to_do": tuple(status.value for status in TO_DO),
    **{status.value: (status.value,) for status in ReturnStatus},
    "all": (),
}
SELECT = """
SELECT r.id, r.code, o.number, o.customer ->> 'name', r.status, r.requested_at, r.currency, l.units, l.worth,
    l.reasons, r.status = 'received' AND l.waiting
FROM (
    SELECT * FROM returns r WHERE merchant_id = %(merchant)s{conditions} ORDER BY id {way} LIMIT %(most)s
) r
JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id
CROSS JOIN LATERAL (
    SELECT sum(quantity)::int AS units, sum(share)::bigint AS worth,
        coalesce(jsonb_agg(DISTINCT reason) FILTER (WHERE reason IS NOT NULL), '[]') AS reasons,
        bool_or(received_quantity > accepted_quantity + rejected_quantity) AS waiting
    FROM return_lines WHERE merchant_id = r.merchant_id AND return_id = r.id
) l ORDER BY r.id {way}
"""
OF_STATUS, IN_STATUS = " AND status = (%(statuses)s::text[])[1]", " AND status = ANY(%(statuses)s)"
OF_ORDER = """
 AND order_id = (SELECT id FROM orders WHERE merchant_id = %(merchant)s AND number = %(order)s)
"""


class Filter(NamedTuple):
    """Which returns: one of `STATES`, of an order's number, asked for from a moment on and before another.

    They come last made first, or `oldest` first.
    """

    state: str = "to_do"
    order: str = ""
    asked_from: datetime | None = None
    asked_before: datetime | None = None
    oldest: bool = False


def listed(
    merchant_id: int, wanted: Filter | None = None, *, after: int | None = None, most: int = 50
) -> list[Listed]:
    """The returns that fit; `after` is the row where the page before ended."""
    wanted = wanted or Filter()
    statuses = STATES[wanted.state]
    # Of one status the index has the rows in their order; of several it has not.
    conditions = "" if not statuses else IN_STATUS if len(statuses) > 1 else OF_STATUS
    conditions += OF_ORDER if wanted.order else ""
    conditions += " AND requested_at >= %(asked_from)s" if wanted.asked_from else ""
    conditions += " AND requested_at < %(asked_before)s" if wanted.asked_before else ""
    way, sign = ("ASC", ">") if wanted.oldest else ("DESC", "<")
    conditions += f" AND id {sign} %(after)s" if after is not None else ""
    values = wanted._asdict() | {"merchant": merchant_id, "statuses": list(statuses)}
    values |= {"after": after, "most": most}
    return [Listed(*row) for row in run(SELECT.format(conditions=conditions, way=way), values)]


def all_of(merchant_id: int, wanted: Filter) -> Iterator[Listed]:
    """Every return that fits, read in chunks."""
    after = None
    while rows := listed(merchant_id, wanted, after=after, most=AT_ONCE):
        yield from rows
        after = rows[-1].id
