"""The addresses of the return pages: the form behind an order's token, and one return behind its own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from commerce import clock, merchants
from commerce.errors import AppError, Conflict
from commerce.merchants import Known
from eta_model import estimates
from portal.shopper import pictures
from portal.shopper.once import once, writable
from portal.shopper.render import Rendered
from portal.shopper.returning import asking, money, pages, visits
from portal.shopper.returning.choices import ASKED_AT, Step
from portal.shopper.returning.flow import Problem, Standing
from portal.shopper.returning.form import Kept, form_of
from portal.shopper.returning.visits import Visit
from portal.shopper.voice import voice
from portal.shopper.withdrawing import offer
from portal.shopper.withdrawing.offer import Offer
from portal.shopper.writing import language, language_kept, page_answer, throttled
from returns import changing, found, order_case, own_carrier, photos, questions, requests, steps
from returns.asking import outside
from returns.models.requests import Return
from returns.schemas import OwnParcelSchema

blueprint = Blueprint("returning", __name__)

MOST_LISTED = 20
MOST_ANSWER = 2000


@blueprint.get("/t/<token>/return")
def choose(token: str) -> Response:
    """The form's step that the address names, or the first that still lacks an answer."""
    visit = visits.of_order(token, request.args)
    if visit.changes and not changing.can_change(visit.changes):
        return returned(visit.changes.page_token, 409, "too_late_to_change")
    return step(visit)


@blueprint.post("/t/<token>/return")
def send(token: str) -> AnyResponse:
    """Ask for the return; sent again, the same form leads to the same return."""
    request.max_content_length = pictures.MOST_BODY
    return sent(visits.of_order(token, request.form))


@blueprint.get("/g/<code>")
def choose_gift(code: str) -> Response:
    """The same for whoever got the order's gifts."""
    return step(visits.of_gift(code, request.args))


@blueprint.post("/g/<code>")
def send_gift(code: str) -> AnyResponse:
    """Ask for the return of a gift."""
    request.max_content_length = pictures.MOST_BODY
    return sent(visits.of_gift(code, request.form))


def step(visit: Visit) -> Response:
    wanted = request.args.get("step", "")
    return shown(visit, visit.standing(Step(wanted) if wanted in ASKED_AT else Step.ITEMS), 200)


def sent(visit: Visit) -> AnyResponse:
    if too_often := throttled(visit.merchant, "returns", visit.token, visit.voice.locale):
        return too_often
    try:
        key, photographed = request.form.get("once", ""), pictures_of(visit)
        page = f"return-page:{visit.number}"
        made = once(visit.merchant, page, key, lambda: made_of(visit, photographed))
    except Unfinished as unfinished:
        return shown(visit, unfinished.at, unfinished.status, unfinished.problem)
    except AppError as refusal:
        return shown(visit, visit.standing(Step.HOW), refusal.status, asking.problem_of(refusal))
    return redirect(f"/r/{made}{language_kept()}", 303)


class Unfinished(Exception):
    """The form must be shown again; nothing was made."""

    def __init__(self, at: Standing, status: int, problem: Problem | None = None) -> None:
        super().__init__(problem)
        self.at, self.status, self.problem = at, status, problem


def pictures_of(visit: Visit) -> dict[str, list[bytes]]:
    """The photos of a form that was sent, redrawn, by line. Raises `Unfinished` where one is none."""
    files = {choice.line: request.files.getlist(f"photo.{choice.line}") for choice in visit.choices}
    try:
        redrawn = {line: pictures.read(several) for line, several in files.items()}
        return {line: several for line, several in redrawn.items() if several}
    except photos.NotAPhoto as exc:
        raise Unfinished(visit.standing(Step.HOW), 422, Problem("not_a_photo")) from exc


def made_of(visit: Visit, photographed: Mapping[str, list[bytes]]) -> str:
    """Make the return of a form that was sent; the token of its page. Raises `Unfinished`."""
    had = {line: list(before.photos) for line, before in visit.before.items() if before.photos}
    at = visit.standing(Step.HOW, photographed.keys() | had.keys())
    if not at.complete or at.answer is None:
        raise Unfinished(at, 422)
    notes = {choice.line: request.form.get(f"note.{choice.line}", "").strip() for choice in visit.choices}
    if not writable(notes.values()):
        raise Unfinished(at, 422, Problem("too_long"))
    email = request.form.get("email", "").strip() if visit.court.is_gift else ""
    if email and not asking.is_address(email):
        raise Unfinished(at, 422, Problem("not_an_address"))
    # Nobody is bound to an amount that was never shown; of a gift none is.
    mark = None if visit.court.is_gift else money.brought(visit.court, visit.choices, at.answer).mark
    if mark is not None and request.form.get("mark") != mark:
        raise Unfinished(at, 409, Problem("amounts_changed"))
    kept = had | {
        line: pictures.keep(visit.token, visit.merchant.id, visit.court.stored.id, several)
        for line, several in photographed.items()
    }
    lines = asking.body(visit.choices, notes, kept)
    if visit.changes:
        return changing.change(visit.merchant.id, visit.changes.code, lines).page_token
    made = requests.create(
        visit.merchant, visit.number, lines, is_gift=visit.court.is_gift, gift_email=email or None
    )
    return made.page_token


@blueprint.get("/r/<token>")
def look(token: str) -> Response:
    """One return, as it stands."""
    return returned(token, 200)


@blueprint.post("/r/<token>")
def cancel(token: str) -> AnyResponse:
    """Cancel the return while nothing has been sent."""
    made, merchant = written_to(token)
    if made.withdrawal:
        return returned(token, 409, "too_late")
    try:
        steps.cancel(merchant.id, made.code)
    except Conflict:
        return returned(token, 409, "too_late")
    return redirect(f"/r/{token}{language_kept()}", 303)


@blueprint.post("/r/<token>/parcel")
def tell_parcel(token: str) -> AnyResponse:
    """Take the number of the parcel that the shopper sends by a carrier of their own."""
    made, merchant = written_to(token)
    number, carrier = (request.form.get(name, "").strip() for name in ("number", "carrier"))
    try:
        told = OwnParcelSchema().load({"tracking_number": number, "carrier": carrier or None})
        own_carrier.tell(merchant.id, made.code, told["tracking_number"], told["carrier"])
    except ValidationError:
        return returned(token, 422, "not_a_number", (number, carrier))
    except AppError as refusal:
        return returned(token, refusal.status, asking.problem_of_number(refusal), (number, carrier))
    return redirect(f"/r/{token}{language_kept()}", 303)


@blueprint.post("/r/<token>/answer")
def answer_question(token: str) -> AnyResponse:
    """Take what the shopper says to the shop's question."""
    made, merchant = written_to(token)
    said = request.form.get("answer", "").replace("\0", "").strip()
    if not 0 < len(said) <= MOST_ANSWER:
        return returned(token, 422, "too_long" if said else "no_answer")
    try:
        questions.answer(merchant.id, made.code, said)
    except Conflict:
        return returned(token, 409, "nothing_asked")
    return redirect(f"/r/{token}{language_kept()}", 303)


def written_to(token: str) -> tuple[Return, Known]:
    """The return that a page writes to, and its shop; ends with the answer to one write too many."""
    made = visits.return_of(token)
    merchant = merchants.known_by_id(made.merchant_id) or abort(404)
    if too_often := throttled(merchant, "returns", token, language(merchant, made.locale)):
        abort(too_often)
    return made, merchant


def shown(visit: Visit, at: Standing, status: int, problem: Problem | None = None) -> Response:
    """The form at a step."""
    if problem:
        at = replace(at, problems={**at.problems, "": problem})
    return page_answer(rendered(visit, at, request.args.get("lang")), status)


def first_step(visit: Visit) -> Rendered:
    """The form as it is opened."""
    return rendered(visit, visit.standing(Step.ITEMS), None)


def rendered(visit: Visit, at: Standing, lang: str | None) -> Rendered:
    form = form_of(visit.court, visit.choices, at, visit.voice, kept_of(visit))
    listed = found.listed(visit.merchant.id, order=visit.number, most=MOST_LISTED)
    made = [one for one in listed if one.replaced_by is None and not one.is_gift and not visit.court.is_gift]
    summary = money.shown(visit.court, visit.choices, at, visit.voice)
    withdraw = offer.of_stored(visit.merchant, visit.token, visit.court.stored, visit.court.at)
    page = pages.FormPage(visit, form, summary, made, None if visit.court.is_gift else withdraw)
    return pages.render_form(page, lang)


def kept_of(visit: Visit) -> dict[str, Kept]:
    """What was written and photographed of each line before."""
    return {
        choice.line: Kept(
            request.form.get(f"note.{choice.line}") or (before.comment if before else None) or "",
            photographed=bool(before and before.photos),
        )
        for choice in visit.choices
        for before in [visit.before.get(choice.line)]
    }


def returned(
    token: str, status: int, problem: str | None = None, typed: tuple[str, str] | None = None
) -> Response:
    """The page of a return; `typed`: a parcel's number and carrier that were refused."""
    made = visits.return_of(token)
    merchant = merchants.known_by_id(made.merchant_id) or abort(404)
    zone = estimates.destination_zone(merchant, made.order.ship_to)
    at = clock.now()
    speaker = voice(language(merchant, made.locale), at.astimezone(ZoneInfo(zone)).date(), zone)
    page = pages.ReturnedPage(merchant, made, speaker, withdrawable(merchant, made, at), problem, typed)
    return page_answer(pages.render_return(page, request.args.get("lang")), status)


def withdrawable(merchant: Known, made: Return, at: datetime) -> Offer | None:
    """Where to withdraw from the contract; whoever got a gift has none with the shop."""
    if made.is_gift:
        return None
    stored = order_case.load(outside, merchant.id, made.order.number)
    return offer.of_stored(merchant, made.order.page_token, stored, at)
