"""The queue of returns."""

from flask import Response

from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, asked, cursor_asked, cut, filters
from portal.console.page import page
from returns import return_list
from returns.return_list import STATES


@blueprint.get("/returns")
def returns_page() -> Response:
    """A page of the queue: what needs a hand unless another state is asked for."""
    state = asked("state") if asked("state") in STATES else "to_do"
    cursor = cursor_asked("console returns")
    after = cursor[0] if cursor else None
    rows = return_list.listed(visit().merchant.id, state, order=asked("q"), after=after, most=AT_ONCE + 1)
    shown, more = cut(rows, lambda row: [row.id], "console returns")
    return page(
        "returns.html", returns=shown, more=more, state=state, states=tuple(STATES), filters=filters()
    )
