"""Past orders and returns as cases to judge again, read in parts so that any number fits in memory."""

import operator
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from commerce.merchants import Known
from returns.asking import Ask
from returns.case import AskedLine, Case
from returns.order_case import COLUMNS, HISTORY, LINES, SHIPMENTS, Stored, stored
from returns.statuses import FREES_UNITS
from returns.taken import Taken

AT_ONCE = 1000

WANTED = """
    o.merchant_id = %s AND (o.placed_at >= %s OR EXISTS (
        SELECT 1 FROM returns q WHERE q.merchant_id = o.merchant_id AND q.order_id = o.id
        AND q.requested_at >= %s
    ))
"""
RETURNS = """
    SELECT jsonb_agg(jsonb_build_array(r.id, r.status, r.requested_at, r.is_gift, (
        SELECT jsonb_agg(jsonb_build_array(l.line_id, l.quantity, l.reason, l.resolution, l.method,
            l.photos <> '[]'::jsonb, l.share, l.drawn) ORDER BY l.position)
        FROM return_lines l WHERE l.merchant_id = r.merchant_id AND l.return_id = r.id
    )) ORDER BY r.requested_at, r.id)
    FROM returns r WHERE r.merchant_id = o.merchant_id AND r.order_id = o.id
    AND r.replaced_by IS NULL
"""
BETWEEN = f"""
SELECT {COLUMNS}, ({LINES}), ({SHIPMENTS}), ({HISTORY}), ({RETURNS})
FROM orders o WHERE {WANTED} AND o.id > %s AND o.id <= %s ORDER BY o.id
"""  # noqa: S608
PARTS = f"""
SELECT max(id), count(*) FROM (
    SELECT o.id, (row_number() OVER (ORDER BY o.id) - 1) / %s AS part FROM orders o WHERE {WANTED}
) numbered GROUP BY part ORDER BY 1
"""  # noqa: S608
NEWEST = f"""
SELECT {COLUMNS}, ({LINES}), ({SHIPMENTS}), ({HISTORY}), ({RETURNS})
FROM (
    SELECT order_id, max(requested_at) AS at FROM (
        SELECT order_id, requested_at FROM returns
        WHERE merchant_id = %s AND requested_at >= %s ORDER BY requested_at DESC LIMIT %s
    ) n GROUP BY order_id
) newest JOIN orders o ON o.merchant_id = %s AND o.id = newest.order_id
ORDER BY newest.at DESC
"""  # noqa: S608


class Asked(NamedTuple):
    """A return as it was asked for."""

    id: int
    status: str
    requested_at: datetime
    is_gift: bool
    lines: Sequence[Sequence[Any]]

    @property
    def taken(self) -> list[Taken]:
        """The units it took, none if it came to nothing."""
        if self.status in FREES_UNITS:
            return []
        return [
            Taken(self.id, line, units, units, 0, 0, share, drawn)
            for line, units, _, _, _, _, share, drawn in self.lines
        ]


class Part(NamedTuple):
    """Orders behind one row and up to another, both named by their id, and how many of them are wanted."""

    after: int
    last: int
    orders: int


def parts(ask: Ask, merchant_id: int, since: datetime) -> list[Part]:
    """The orders placed or asked back since then, a thousand in each part but the last."""
    rows = ask(PARTS, (AT_ONCE, merchant_id, since, since))
    return [Part(after, *row) for after, row in zip([0, *(last for last, _ in rows)], rows, strict=False)]


def cases(ask: Ask, merchant: Known, since: datetime, part: Part) -> list[list[Case]]:
    """The cases of each order of a part."""
    rows = ask(BETWEEN, (merchant.id, since, since, part.after, part.last))
    return [cases_of(row, merchant, since) for row in rows]


def newest_returned(ask: Ask, merchant: Known, since: datetime, most: int) -> list[list[Case]]:
    """The returns asked for since then, those of one order together, the newest first; `most` returns count."""
    rows = ask(NEWEST, (merchant.id, since, most, merchant.id))
    return [cases_of(row, merchant, since) for row in rows]


def cases_of(row: Sequence[Any], merchant: Known, since: datetime) -> list[Case]:
    """An order's returns as they were asked for; without any, all of it on the day of its last delivery."""
    requests = [
        Asked(number, status, datetime.fromisoformat(asked_at), is_gift, lines)
        for number, status, asked_at, is_gift, lines in row[16] or ()
    ]
    if not requests:
        return whole_order(stored(row, ()), merchant)
    taken: list[Taken] = []
    cases = []
    for request in sorted(requests, key=operator.attrgetter("requested_at", "id")):
        if request.requested_at >= since:
            before = stored(row, taken)
            lines = tuple(asked_line(line) for line in request.lines)
            cases.append(before.case(merchant, request.requested_at, lines, is_gift=request.is_gift))
        taken += request.taken
    return cases


def whole_order(order: Stored, merchant: Known) -> list[Case]:
    arrivals = [parcel.delivered_at or parcel.shipped_at for parcel in order.parcels]
    known = [arrival for arrival in arrivals if arrival]
    return [order.case(merchant, max(known), None)] if known else []


def asked_line(told: Sequence[Any]) -> AskedLine:
    line, units, reason, resolution, method, photo = told[:6]
    return AskedLine(line, units, reason, resolution, method, photo)
