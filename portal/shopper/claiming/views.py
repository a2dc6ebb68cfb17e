"""`/t/{token}/claim`: what went wrong with a parcel, told by its shopper, and what became of it."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, request
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as AnyResponse

from commerce import clock, merchants, orders
from commerce.database import db, transaction
from commerce.errors import AppError
from commerce.models import Order
from eta_model import estimates
from portal.shopper import pictures
from portal.shopper.claiming import pages, report
from portal.shopper.claiming.pages import Visit
from portal.shopper.claiming.report import Report, Sent
from portal.shopper.once import once, writable
from portal.shopper.voice import voice
from portal.shopper.writing import language, language_kept, page_answer, throttled
from returns import claims, photos
from returns.claim_statuses import ClaimStatus
from tracking.models import Shipment
from tracking.statuses import Status

blueprint = Blueprint("claiming", __name__)


@blueprint.get("/t/<token>/claim")
def look(token: str) -> Response:
    """What was reported so far; where nothing was, or another report is wanted, the form for one."""
    visit = visited(token)
    if told := report.read(request.args, visit.parcels, visit.voice.today):
        return asked(visit, told)
    if visit.claims and "new" not in request.args and "about" not in request.args:
        return page_answer(pages.render_claims(visit, request.args.get("lang")), 200)
    named = [one for one in visit.parcels if one.code == request.args.get("parcel")]
    problem = "no_kind" if "about" in request.args else None
    return chosen(visit, named or list(visit.parcels), problem)


@blueprint.post("/t/<token>/claim")
def send(token: str) -> AnyResponse:
    """Report it; sent again, the same form reports nothing more."""
    request.max_content_length = pictures.MOST_BODY
    visit = visited(token)
    if too_often := throttled(visit.merchant, "claims", token, visit.voice.locale):
        return too_often
    told = report.read(request.form, visit.parcels, visit.voice.today)
    if told is None:
        return chosen(visit, list(visit.parcels), "no_kind", 422)
    try:
        page = f"claim-page:{visit.order.number}"
        once(visit.merchant, page, request.form.get("once", ""), lambda: made_of(visit, told))
    except Unfinished as unfinished:
        return asked(visit, told, unfinished.problem, unfinished.status)
    except AppError as refusal:
        return asked(visit, told, "refused", refusal.status)
    return redirect(f"/t/{token}/claim{language_kept()}", 303)


class Unfinished(Exception):
    """The form must be shown again; nothing was made."""

    def __init__(self, problem: str, status: int = 422) -> None:
        super().__init__(problem)
        self.problem, self.status = problem, status


def made_of(visit: Visit, told: Report) -> str:
    """Open the claim of a form that was sent; its id. Raises `Unfinished`."""
    try:
        photographed = pictures.read(request.files.getlist("photo"))
    except photos.NotAPhoto as exc:
        raise Unfinished("not_a_photo") from exc
    policy = visit.merchant.config.get("return_policy") or {}
    if problem := report.lacks(told, len(photographed), policy.get("require_photo_for", ())):
        raise Unfinished(problem)
    note = request.form.get("note", "").strip()
    if not writable([note]):
        raise Unfinished("too_long")
    order = visit.order
    with transaction():
        orders.get(visit.merchant.id, order.number, lock=True)
        if reported(visit, told):
            raise Unfinished("reported", 409)
        fields = {
            "shipment": told.parcel.code,
            "kind": told.kind,
            "lines": [{"id": line, "quantity": units} for line, units in told.units.items()],
            "description": note or None,
            "photos": pictures.keep(order.page_token, order.merchant_id, order.id, photographed),
        }
        return claims.open_claim(visit.merchant, order.number, fields).code


def reported(visit: Visit, told: Report) -> bool:
    """Whether the same is being looked at already."""
    return any(
        (claim.shipment, claim.kind) == (told.parcel.code, told.kind) and claim.status != ClaimStatus.RESOLVED
        for claim in claims.listed(visit.merchant.id, order=visit.order.number)
    )


def visited(token: str) -> Visit:
    """The order behind a token, with its parcels and claims; 404 where there is none."""
    statement = select(Order).where(Order.page_token == token).options(selectinload(Order.lines))
    plain = token.isalnum() and token.isascii()
    order = (
        db.session.scalars(statement, execution_options={"across_merchants": True}).one_or_none()
        if plain
        else None
    )
    merchant = merchants.known_by_id(order.merchant_id) if order else None
    if order is None or merchant is None:
        abort(404)
    zone = estimates.destination_zone(merchant, order.ship_to)
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    speaker = voice(language(merchant, order.locale), today, zone)
    made = claims.listed(merchant.id, order=order.number)
    return Visit(merchant, order, speaker, parcels_of(order, ZoneInfo(zone)), made)


def parcels_of(order: Order, zone: ZoneInfo) -> list[Sent]:
    """What was sent of an order; a parcel whose content nobody told has all of it."""
    rows = db.session.scalars(
        select(Shipment)
        .where(
            Shipment.merchant_id == order.merchant_id,
            Shipment.order_id == order.id,
            Shipment.direction == "outbound",
            Shipment.status != Status.CANCELLED,
        )
        .order_by(Shipment.id)
        .options(selectinload(Shipment.lines))
    )
    whole = {line.line_id: line.quantity for line in order.lines}
    return [
        Sent(
            row.code,
            row.delivered_at.astimezone(zone).date() if row.delivered_at else None,
            row.promised_on,
            {line.line_id: line.quantity for line in row.lines if line.line_id in whole} or whole,
        )
        for row in rows
    ]


def chosen(visit: Visit, parcels: list[Sent], problem: str | None = None, status: int = 200) -> Response:
    """The question what happened."""
    return page_answer(pages.render_choice(visit, parcels, problem, request.args.get("lang")), status)


def asked(visit: Visit, told: Report, problem: str | None = None, status: int = 200) -> Response:
    """The form of a report."""
    return page_answer(pages.render_report(visit, told, problem, request.args.get("lang")), status)
