"""All parcels, or those that are late, silent or in trouble."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response

from commerce.clock import now
from commerce.sorting import Sort
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, as_csv, asked, cursor_asked, cut, filters
from portal.console.page import page, speaks
from portal.console.sorting import heads, sort_asked
from tracking import parcel_lists
from tracking.parcel_lists import LISTS, Parcel

HEAD = (
    "shipment",
    "order",
    "name",
    "carrier",
    "tracking_number",
    "status",
    "detail",
    "promised_on",
    "last_heard",
)
MOST_AT_ONCE = 500
SORTS = (Sort("promised"), Sort("heard", down=True))
UNSORTED = "all"
"""What has no end of rows is sorted by nothing but when it was told of."""


def listed(state: str, sort: Sort, after: list[object] | None, most: int) -> list[Parcel]:
    found = visit()
    days = timedelta(days=found.merchant.config["tracking"]["stalled_after_days"])
    day = speaks(found).today
    return parcel_lists.listed(found.merchant.id, state, now(), day, days, sort=sort, after=after, most=most)


def state_asked() -> str:
    return asked("state") if asked("state") in LISTS else "under_way"


def sorts_of(state: str) -> tuple[Sort, ...]:
    return () if state == UNSORTED else SORTS


@blueprint.get("/parcels")
def parcels() -> Response:
    """A page of one of the lists."""
    state = state_asked()
    offered = sorts_of(state)
    sort = sort_asked(offered, LISTS[state].sort)
    place = f"parcels {state} {sort}"
    rows, more = cut(listed(state, sort, cursor_asked(place), AT_ONCE + 1), lambda row: row.place, place)
    return page(
        "parcels.html",
        parcels=rows,
        more=more,
        state=state,
        states=tuple(LISTS),
        filters=filters(),
        sort=sort,
        heads=heads(offered, sort),
    )


@blueprint.get("/parcels.csv")
def parcels_csv() -> Response:
    """The whole list as CSV."""
    return as_csv("parcels", HEAD, map(cells, all_of(state_asked())))


def all_of(state: str) -> Iterator[Parcel]:
    after, sort = None, sort_asked(sorts_of(state), LISTS[state].sort)
    while rows := listed(state, sort, after, MOST_AT_ONCE):
        yield from rows
        after = list(rows[-1].place)


def cells(parcel: Parcel) -> list[object]:
    facts = [parcel.code, parcel.order, parcel.name, parcel.carrier, parcel.tracking_number, parcel.status]
    return [*facts, parcel.status_detail, parcel.promised_on, parcel.heard_at.isoformat()]
