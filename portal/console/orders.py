"""All orders: searched, filtered, paged, exported."""

from flask import Response

from commerce.sorting import Sort
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, as_csv, asked, cursor_asked, cut, day_asked, filters, midnight
from portal.console.page import page
from portal.console.sorting import heads, sort_asked
from returns import order_list
from returns.order_list import Filter, Listed
from tracking.providers.simulated import Life

HEAD = ("number", "placed_at", "name", "email", "currency", "total", "parcels", "returns", "cancelled_at")
NEWEST = Sort("placed", down=True)
SORTS = (NEWEST, Sort("number"))


def sorts() -> tuple[Sort, ...]:
    """What the list may be sorted by: within chosen days no index has the numbers in their order."""
    return SORTS[:1] if day_asked("from") or day_asked("to") else SORTS


def wanted() -> Filter:
    """The filter that the address holds."""
    return Filter(
        asked("q"),
        midnight(day_asked("from")),
        midnight(day_asked("to"), days_later=1),
        sort_asked(sorts(), NEWEST),
    )


@blueprint.get("/orders")
def orders() -> Response:
    """A page of the list, the last order first unless another order is asked for."""
    found = wanted()
    place = f"orders {found.sort}"
    rows = order_list.listed(visit().merchant.id, found, after=cursor_asked(place), most=AT_ONCE + 1)
    shown, more = cut(rows, lambda row: row.place, place)
    return page(
        "orders.html",
        orders=shown,
        more=more,
        filters=filters(),
        sort=found.sort,
        heads=heads(sorts(), found.sort),
        lives=list(Life),
    )


@blueprint.get("/orders.csv")
def orders_csv() -> Response:
    """The whole list as CSV; amounts in minor units."""
    return as_csv("orders", HEAD, map(cells, order_list.all_of(visit().merchant.id, wanted())))


def cells(order: Listed) -> list[object]:
    parcels, returned = "; ".join(order.parcels), "; ".join(order.returns)
    cancelled = order.cancelled_at.isoformat() if order.cancelled_at else ""
    facts = [order.number, order.placed_at.isoformat(), order.name, order.email, order.currency, order.total]
    return [*facts, parcels, returned, cancelled]
