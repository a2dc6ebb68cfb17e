"""The queue of returns: filtered, sorted, paged, exported."""

from flask import Response

from commerce.sorting import Sort
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, as_csv, asked, cursor_asked, cut, day_asked, filters, midnight
from portal.console.page import page
from portal.console.sorting import heads, sort_asked
from returns import return_list
from returns.return_list import STATES, Filter, Listed

HEAD = ("return", "order", "name", "status", "requested_at", "currency", "worth", "items", "reasons")
NEWEST = Sort("requested", down=True)


def wanted() -> Filter:
    """The filter that the address holds: what needs a hand unless another state is asked for."""
    return Filter(
        asked("state") if asked("state") in STATES else "to_do",
        asked("q"),
        midnight(day_asked("from")),
        midnight(day_asked("to"), days_later=1),
        oldest=not sort_asked([NEWEST], NEWEST).down,
    )


@blueprint.get("/returns")
def returns_page() -> Response:
    """A page of the queue."""
    found = wanted()
    sort = NEWEST._replace(down=not found.oldest)
    place = f"console returns {sort}"
    cursor = cursor_asked(place)
    rows = return_list.listed(
        visit().merchant.id, found, after=cursor[0] if cursor else None, most=AT_ONCE + 1
    )
    shown, more = cut(rows, lambda row: [row.id], place)
    return page(
        "returns.html",
        returns=shown,
        more=more,
        state=found.state,
        states=tuple(STATES),
        filters=filters(),
        sort=sort,
        heads=heads([NEWEST], sort),
    )


@blueprint.get("/returns.csv")
def returns_csv() -> Response:
    """The whole list as CSV; amounts in minor units."""
    return as_csv("returns", HEAD, map(cells, return_list.all_of(visit().merchant.id, wanted())))


def cells(one: Listed) -> list[object]:
    facts = [one.code, one.order, one.name, one.status, one.requested_at.isoformat(), one.currency]
    return [*facts, one.worth, one.units, "; ".join(one.reasons)]
