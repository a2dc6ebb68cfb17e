"""`/t/{token}/withdraw`: withdrawing from a contract in two steps, without a reason and without signing in."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import clock, merchants
from commerce.errors import AppError
from commerce.statements import Statements
from portal.shopper.once import once
from portal.shopper.voice import voice
from portal.shopper.withdrawing import pages, words
from portal.shopper.withdrawing.pages import Visit
from portal.shopper.withdrawing.statement import Statement, beyond, lacks, read
from portal.shopper.writing import language, language_kept, page_answer, throttled
from returns import order_case, published, refunds
from returns.asking import outside
from returns.policy_versions import in_force
from returns.refusals import NoRightOfWithdrawal, UnitsTaken
from returns.withdrawal import declaring, log, reading
from returns.withdrawal.declaring import Declaration
from returns.withdrawal.right import Standing
from returns.withdrawal.terms import terms_of
from returns.withdrawal.worth import worth

blueprint = Blueprint("withdrawing", __name__)

ORDER = """
SELECT merchant_id, number, locale, coalesce(customer->>'name', ship_to->>'name', ''), coalesce(customer->>'email', '')
FROM orders WHERE page_token = %s
"""


@blueprint.get("/t/<token>/withdraw")
def look(token: str) -> Response:
    """The statement with everything chosen; once something was withdrawn from, that comes first."""
    visit, statement = visited(token, request.args)
    if visit.made and "more" not in request.args:
        return page_answer(pages.render_received(visit, returned(visit)), 200)
    if visit.right.standing is not Standing.OPEN:
        return closed(visit)
    return filled_in(visit, statement, {}, 200)


@blueprint.post("/t/<token>/withdraw")
def send(token: str) -> AnyResponse:
    """Show the statement for confirmation, or take a confirmed one; sent again, it does nothing more."""
    visit, statement = visited(token, request.form)
    problems = lacks(statement)
    if request.form.get("step") == "confirm" and not problems:
        return confirmed(visit, statement)
    if visit.right.standing is not Standing.OPEN:
        return closed(visit)
    if request.form.get("step") == "back":
        return filled_in(visit, statement, {}, 200)
    if problems := problems | beyond(statement, visit.right):
        return filled_in(visit, statement, problems, 422)
    return confirmation(visit, statement, 200)


def confirmed(visit: Visit, statement: Statement) -> AnyResponse:
    """Take the withdrawal."""
    if too_often := throttled(visit.merchant, "withdrawals", visit.token, visit.voice.locale):
        return too_often
    number = visit.stored.order.number
    declaration = Declaration(
        statement.chosen, statement.name, statement.email, pages.stated(visit), visit.voice.locale
    )
    try:
        once(
            visit.merchant,
            f"withdraw-page:{number}",
            request.form.get("once", ""),
            lambda: declaring.declare(visit.merchant, number, declaration).code,
        )
    except NoRightOfWithdrawal:
        return closed(visited(visit.token, request.form)[0])
    except UnitsTaken:
        visit = visited(visit.token, request.form)[0]
        if visit.right.standing is not Standing.OPEN:
            return closed(visit, 409)
        return filled_in(visit, statement, {"": "taken"}, 409)
    except AppError as refusal:
        if problems := beyond(statement, visit.right):
            return filled_in(visit, statement, problems, refusal.status)
        return confirmation(visit, statement, refusal.status, "again")
    return redirect(f"{visit.here}{language_kept()}", 303)


def visited(token: str, fields: Mapping[str, str]) -> tuple[Visit, Statement]:
    """The order behind a token and what its form says; 404 where there is none."""
    statements: Statements = current_app.extensions["statements"]
    row = statements.one(ORDER, (token,)) if token.isalnum() and token.isascii() else None
    merchant = merchants.known_by_id(row[0]) if row else None
    if row is None or merchant is None:
        abort(404)
    _, number, spoken, name, email = row
    stored, at = order_case.load(outside, merchant.id, number), clock.now()
    order = stored.order
    zone = reading.place_of(merchant, order.country, order.region, order.postcode).zone
    speaker = voice(language(merchant, spoken), at.astimezone(ZoneInfo(zone.key)).date(), zone.key)
    right = reading.of_order(merchant, stored, at)
    made = log.of_order(merchant.id, stored.id)
    visit = Visit(merchant, token, stored, right, speaker, made, request.args.get("lang"))
    return visit, read(fields, right, name, email)


def filled_in(visit: Visit, statement: Statement, problems: Mapping[str, str], status: int) -> Response:
    """The form."""
    return page_answer(pages.render_form(visit, statement, problems), status)


def confirmation(visit: Visit, statement: Statement, status: int, problem: str | None = None) -> Response:
    """The second step, with what it brings."""
    merchant, stored = visit.merchant, visit.stored
    own = in_force(published.versions(outside, merchant.id), stored.order.placed_at)
    method = terms_of(merchant.config).method(own.base["methods"])
    brings = worth(
        stored,
        statement.chosen,
        granted=declaring.shipping_granted(merchant.id, stored.id),
        refunded=refunds.refunded(merchant.id, stored.id),
    )
    return page_answer(pages.render_confirmation(visit, statement, brings, method, problem), status)


def closed(visit: Visit, status: int | None = None) -> Response:
    """Why there is nothing to withdraw from (any more)."""
    told = words.CLOSED[visit.right.standing]
    return page_answer(pages.render_closed(visit, returned(visit)), status or told.status)


def returned(visit: Visit) -> dict[str, str]:
    """The pages of the returns that earlier withdrawals made."""
    return log.return_pages(visit.merchant.id, visit.stored.id) if visit.made else {}
