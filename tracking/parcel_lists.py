"""Lists of parcels that staff look through: late, silent, in trouble, under way, all."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from commerce.database import run
from tracking.models import HEARD_AT, UNDER_WAY

LOOKED_BACK = timedelta(days=60)  # what is older than this nobody will mend
TROUBLE_FOR = timedelta(days=14)


class Parcel(NamedTuple):
    """A parcel in a list; `heard_at` is its last scan, or when it was shipped or told of. `place` sorts it."""

    state: str
    code: str
    order: str
    name: str | None
    carrier: str | None
    tracking_number: str | None
    status: str
    status_detail: str | None
    promised_on: date | None
    heard_at: datetime
    place: Sequence[Any]


class Wanted(NamedTuple):
    """How one list is made: what it takes, its sort key and its direction."""

    condition: str
    key: str
    down: bool = False


LISTS = {
    "late": Wanted(f"{UNDER_WAY} AND promised_on < %(today)s AND promised_on >= %(since)s", "promised_on"),
    "stalled": Wanted(f"{UNDER_WAY} AND {HEARD_AT} < %(silent)s AND {HEARD_AT} >= %(since)s", HEARD_AT),
    "trouble": Wanted(f"action_required = 'merchant' AND {HEARD_AT} >= %(fresh)s", "id", down=True),
    "under_way": Wanted(UNDER_WAY, HEARD_AT, down=True),
    "all": Wanted("true", "id", down=True),
}
SELECT = """
SELECT '{state}', s.code, o.number, o.customer ->> 'name', s.carrier, s.tracking_number, s.status, s.status_detail,
    s.promised_on, COALESCE(s.last_scan_at, s.shipped_at, s.created_at), jsonb_build_array(s.key, s.id)
FROM (
    SELECT *, {key} AS key FROM shipments WHERE merchant_id = %(merchant)s AND {condition}{after}
    ORDER BY {key} {way}, id {way} LIMIT %(most)s
) s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
"""


def listed(
    merchant_id: int, state: str, at: datetime, today: date, stalled_after: timedelta, **page: Any
) -> list[Parcel]:
    """One of `LISTS` at a moment and a local day; `after` is the `place` where the page before ended."""
    return several(merchant_id, [state], at, today, stalled_after, **page)


def several(
    merchant_id: int,
    states: Sequence[str],
    at: datetime,
    today: date,
    stalled_after: timedelta,
    *,
    after: Sequence[Any] | None = None,
    most: int = 50,
) -> list[Parcel]:
    """The first of several lists at once, in one statement."""
    values = {
        "merchant": merchant_id,
        "today": today,
        "since": at - LOOKED_BACK,
        "fresh": at - TROUBLE_FOR,
        "silent": at - stalled_after,
        "most": most,
    }
    if after is not None:
        values |= {"key": after[0], "id": after[1]}
    sql = " UNION ALL ".join(f"({statement(state, paged=after is not None)})" for state in states)
    return [Parcel(*row) for row in run(sql, values)]


def statement(state: str, *, paged: bool) -> str:
    wanted = LISTS[state]
    way, sign = ("DESC", "<") if wanted.down else ("ASC", ">")
    kind = "date" if wanted.key == "promised_on" else "bigint" if wanted.key == "id" else "timestamptz"
    after = f" AND ({wanted.key}, id) {sign} (%(key)s::{kind}, %(id)s::bigint)" if paged else ""
    order = f"{SELECT} ORDER BY s.key {way}, s.id {way}"
    return order.format(state=state, key=wanted.key, condition=wanted.condition, after=after, way=way)
