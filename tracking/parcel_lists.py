"""Lists of parcels that staff look through: late, silent, in trouble, under way, all."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from commerce.database import run
from commerce.sorting import Key, Sort, behind, ordered
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
    """What one list takes, and its own order."""

    condition: str
    sort: Sort


ID = Key("id", "bigint")
KEYS = {"promised": Key("promised_on", "date"), "heard": Key(HEARD_AT, "timestamptz"), "told": ID}
LISTS = {
    "late": Wanted(f"{UNDER_WAY} AND promised_on < %(today)s AND promised_on >= %(since)s", Sort("promised")),
    "stalled": Wanted(f"{UNDER_WAY} AND {HEARD_AT} < %(silent)s AND {HEARD_AT} >= %(since)s", Sort("heard")),
    "trouble": Wanted(f"action_required = 'merchant' AND {HEARD_AT} >= %(fresh)s", Sort("told", down=True)),
    "under_way": Wanted(UNDER_WAY, Sort("heard", down=True)),
    "all": Wanted("true", Sort("told", down=True)),
}
SELECT = """
SELECT '{state}', s.code, o.number, o.customer ->> 'name', s.carrier, s.tracking_number, s.status, s.status_detail,
    s.promised_on, COALESCE(s.last_scan_at, s.shipped_at, s.created_at), jsonb_build_array(s.key, s.id)
FROM (
    SELECT *, {key} AS key FROM shipments WHERE merchant_id = %(merchant)s AND {condition}
    ORDER BY {inner} LIMIT %(most)s
) s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id ORDER BY {outer}
"""


def listed(
    merchant_id: int,
    state: str,
    at: datetime,
    today: date,
    stalled_after: timedelta,
    *,
    sort: Sort | None = None,
    after: Sequence[Any] | None = None,
    most: int = 50,
) -> list[Parcel]:
    """One of `LISTS` at a moment and a local day, in its own order or another of `KEYS`.

    `after` is the `place` where the page before ended. By promise, parcels without one come last, up and down.
    """
    sort = sort or LISTS[state].sort
    values = asked_at(merchant_id, at, today, stalled_after) | {"most": most}
    if sort.by != "promised":
        return read(statement(state, sort, going_on(sort, after, values)), values)
    rows = []
    if after is None or after[0] is not None:
        dated = " AND promised_on IS NOT NULL" + going_on(sort, after, values)
        rows, after = read(statement(state, sort, dated), values), None
    if len(rows) < most:
        values["most"] = most - len(rows)
        undated = " AND promised_on IS NULL"
        if after is not None:
            undated += " AND " + behind([ID], after[1:], values, down=sort.down)
        rows += read(statement(state, sort, undated), values)
    return rows


def several(
    merchant_id: int,
    states: Sequence[str],
    at: datetime,
    today: date,
    stalled_after: timedelta,
    *,
    most: int = 50,
) -> list[Parcel]:
    """The first of several lists at once, in one statement."""
    sql = " UNION ALL ".join(f"({statement(state, LISTS[state].sort)})" for state in states)
    return read(sql, asked_at(merchant_id, at, today, stalled_after) | {"most": most})


def asked_at(merchant_id: int, at: datetime, today: date, stalled_after: timedelta) -> dict[str, Any]:
    return {
        "merchant": merchant_id,
        "today": today,
        "since": at - LOOKED_BACK,
        "fresh": at - TROUBLE_FOR,
        "silent": at - stalled_after,
    }


def going_on(sort: Sort, after: Sequence[Any] | None, values: dict[str, Any]) -> str:
    if after is None:
        return ""
    return " AND " + behind([KEYS[sort.by], ID], after, values, down=sort.down)


def statement(state: str, sort: Sort, also: str = "") -> str:
    """The list's SQL; `also` is one more condition."""
    key = KEYS[sort.by]
    return SELECT.format(
        state=state,
        key=key.sql,
        condition=LISTS[state].condition + also,
        inner=ordered([key, ID], down=sort.down),
        outer=ordered([Key("s.key", key.kind), Key("s.id", ID.kind)], down=sort.down),
    )


def read(sql: str, values: dict[str, Any]) -> list[Parcel]:
    return [Parcel(*row) for row in run(sql, values)]
