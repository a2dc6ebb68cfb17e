"""The table where parcels come back: scan one to open its return; and several returns decided at once."""

from typing import NamedTuple

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from commerce.errors import AppError
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, asked
from portal.console.one_return import (
    ChangedMeanwhile,
    Step,
    approving,
    take,
    text,
    who_was_quicker,
)
from portal.console.page import back, page
from portal.languages import _l
from returns import desk, found, steps
from returns.models.requests import Return
from returns.statuses import ReturnStatus


class Outcome(NamedTuple):
    """What came of one return among several; `order` is None where there is no such return."""

    code: str
    order: str | None
    said: str
    done: bool


@blueprint.get("/returns/desk")
def returns_desk() -> AnyResponse:
    """A field that takes a scan; the one return that it names is opened, ready to be taken in."""
    scanned = asked("scan")
    named = desk.find(visit().merchant.id, scanned) if scanned else []
    if len(named) == 1:
        return redirect(url_for("console.one_return", code=named[0].code, scanned=1), 303)
    return page("desk.html", scanned=scanned, named=named)


@blueprint.post("/returns/together")
def decide_together() -> AnyResponse:
    """Approve or decline returns that were chosen in the queue, each by itself; tells of each what came of it."""
    codes = list(dict.fromkeys(request.form.getlist("return")))[:AT_ONCE]
    decision, reason = request.form.get("decision"), text("reason")
    if not codes:
        return back("returns_page", _l("Choose some returns first."), "bad")
    if decision == "decline" and not reason:
        return back("returns_page", _l("Tell the shopper why."), "bad")
    return page("together.html", outcomes=[decided(code, decision == "decline", reason) for code in codes])


def decided(code: str, declined: bool, reason: str) -> Outcome:
    """Decide on one return, unless it waits for no decision any more."""
    try:
        order = found.order_number(visit().merchant.id, code if code.isprintable() else "")
    except AppError as refused:
        return Outcome(code, None, words.problem(refused), False)
    action, step = ("return_declined", declining(code, reason)) if declined else ("return_approved", None)
    try:
        take(code, action, step or approving(code, reason), waits, reason=reason)
    except AppError as refused:
        quicker = who_was_quicker(code) if isinstance(refused, ChangedMeanwhile) else None
        return Outcome(code, order, quicker or words.problem(refused), False)
    return Outcome(code, order, _l("Declined") if declined else _l("Approved"), True)


def declining(code: str, reason: str) -> Step:
    merchant_id = visit().merchant.id
    return lambda: steps.decline(merchant_id, code, reason)


def waits(held: Return) -> bool:
    return held.status == ReturnStatus.REQUESTED
