"""A return that staff make for a shopper, by the policy or, with a reason, against it."""

from functools import partial
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError, Conflict
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.one_return import numbers, text
from portal.console.order import ours
from portal.console.page import back, page, speaks
from portal.languages import _l
from portal.shopper.returning.grounds import grounds
from returns import answering, requests
from returns.models.requests import Return

RESOLUTIONS = ("refund", "store_credit")


@blueprint.get("/orders/<path:number>/return")
def new_return(number: str) -> Response:
    """What is left to return of an order, with what the policy says to each line."""
    return shown(number, 200)


def shown(number: str, status: int, fault: str | None = None) -> Response:
    order = ours(number)
    answer = answering.answer(visit().merchant, number, None)
    titles = {line.line_id: line for line in order.lines}
    return page(
        "new_return.html",
        status,
        order=order,
        answer=answer,
        lines=[(line, titles[line.asked.id]) for line in answer.lines if line.returnable_quantity],
        grounds=partial(grounds, speaks(visit())),
        reasons=answer.policy.reasons,
        methods=answer.policy.base["methods"],
        resolutions=RESOLUTIONS,
        fault=fault,
        told=request.form,
    )


@blueprint.post("/orders/<path:number>/return")
def make_return(number: str) -> AnyResponse:
    """Make it: approved where the policy allows it or a reason sets it aside; 422 with what stands against it."""
    lines = wanted()
    if not lines:
        return shown(number, 422, _l("Choose at least one item."))
    try:
        made = make(number, lines)
    except Conflict as refused:
        return shown(number, 409, words.problem(refused))
    except AppError as refused:
        return shown(number, refused.status, words.problem(refused))
    return back("one_return", _l("The return is made."), code=made.code)


def make(number: str, lines: list[dict[str, Any]]) -> Return:
    """The return and its entry in the log, in one transaction."""
    me, reason = visit().staff, text("override")
    override = {"by": me.email, "reason": reason} if reason else None
    with transaction():
        made = requests.create(visit().merchant, ours(number).number, lines, override=override)
        after = {"order": number, "status": made.status, "lines": lines, "override": reason or None}
        audit.write(me.merchant_id, me.email, "return_made", f"return {made.code}", after=after)
    return made


def wanted() -> list[dict[str, Any]]:
    """The lines of the form with a number above nothing, as the API takes them."""
    form = request.form
    return [
        {
            "id": line,
            "quantity": units,
            "reason": form.get("reason") or None,
            "resolution": form.get("resolution") or None,
            "method": form.get("method") or None,
            "comment": None,
            "photos": [],
        }
        for line, units in numbers("quantity").items()
    ]
