"""Returns as staff queue them: what comes back, why, what it is worth, where it stands."""

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
    SELECT * FROM returns r WHERE merchant_id = %(merchant)s{conditions} ORDER BY id DESC LIMIT %(most)s
) r
JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id
CROSS JOIN LATERAL (
    SELECT sum(quantity)::int AS units, sum(share)::bigint AS worth,
        coalesce(jsonb_agg(DISTINCT reason) FILTER (WHERE reason IS NOT NULL), '[]') AS reasons,
        bool_or(received_quantity > accepted_quantity + rejected_quantity) AS waiting
    FROM return_lines WHERE merchant_id = r.merchant_id AND return_id = r.id
) l ORDER BY r.id DESC
"""
OF_STATUS, IN_STATUS = " AND status = (%(statuses)s::text[])[1]", " AND status = ANY(%(statuses)s)"
OF_ORDER = """
 AND order_id = (SELECT id FROM orders WHERE merchant_id = %(merchant)s AND number = %(order)s)
"""


def listed(
    merchant_id: int, state: str = "to_do", *, order: str = "", after: int | None = None, most: int = 50
) -> list[Listed]:
    """The returns of one of `STATES`, the last made first; `after` is the row where the page before ended."""
    statuses = STATES[state]
    # Of one status the index has the rows in their order; of several it has not.
    conditions = "" if not statuses else IN_STATUS if len(statuses) > 1 else OF_STATUS
    conditions += OF_ORDER if order else ""
    conditions += " AND id < %(after)s" if after is not None else ""
    values = {"merchant": merchant_id, "statuses": list(statuses), "order": order}
    values |= {"after": after, "most": most}
    return [Listed(*row) for row in run(SELECT.format(conditions=conditions), values)]
