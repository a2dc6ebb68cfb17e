"""One order: its story, its parcels, and what staff may do about it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, order_notes, orders
from commerce.clock import now
from commerce.database import transaction
from commerce.models import Order
from commerce.outbox import emit
from notifications import listing
from portal.console import saving
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page, speaks
from portal.console.story import story
from portal.console.withdrawals import declared
from portal.languages import _l
from returns import claims, found
from returns.claims import paid_for
from returns.withdrawal import log
from tracking import intake, shipments
from tracking.models import Shipment
from tracking.scans import Place, Scan
from tracking.statuses import FINAL, Status, StatusDetail

SOURCE = "staff"
MOST_NOTE, MOST_MESSAGE = 5000, 200
MOST_RETURNS, MOST_NOTICES = 50, 200


@blueprint.get("/orders/<path:number>")
def order(number: str) -> Response:
    """Everything that is known of an order."""
    found_order = ours(number)
    merchant_id = found_order.merchant_id
    parcels = shipments.listed(merchant_id, order=number, most=MOST_RETURNS)[::-1]
    scans = shipments.events_of(parcels)
    returned = found.listed(merchant_id, order=number, most=MOST_RETURNS)
    opened = claims.listed(merchant_id, order=number, most=MOST_RETURNS)
    told = [(parcel, scans[parcel.code]) for parcel in parcels]
    notes = order_notes.of(found_order)
    notices = listing.listed(merchant_id, order=number, most=MOST_NOTICES)
    withdrawn = declared(log.of_order(merchant_id, found_order.id))
    return page(
        "order.html",
        order=found_order,
        withdrawals=withdrawn,
        parcels=parcels,
        returned=returned,
        claims=opened,
        story=story(speaks(visit()), found_order, told, returned, opened, notes, notices, withdrawn),
        total=paid_for(found_order),
        open_parcels=[parcel for parcel in parcels if Status(parcel.status) not in FINAL],
        statuses=[status.value for status in Status if status is not Status.ERROR],
        address_mark=saving.mark(found_order.ship_to),
        can_mail=bool(current_app.config["SETTINGS"].smtp_url and found_order.email),
    )


def ours(number: str) -> Order:
    """The shop's order of that number, or `NotFound`."""
    return orders.get(visit().merchant.id, number if number.isprintable() else "")


@blueprint.post("/orders/<path:number>/note")
def note_order(number: str) -> AnyResponse:
    """Leave a note for colleagues."""
    text = " ".join(request.form.get("text", "").replace("\0", "").split(" ")).strip()[:MOST_NOTE]
    if not text:
        return back("order", _l("Write something first."), "bad", number=number)
    with transaction():
        order_notes.write(ours(number), text, visit().staff.email)
        noted("order_noted", f"order {number}", text=text)
    return back("order", _l("The note is kept."), number=number)


@blueprint.post("/orders/<path:number>/link")
def mail_order_link(number: str) -> AnyResponse:
    """Mail the shopper the link to their page, at most once an hour."""
    with transaction():
        emit(ours(number).merchant_id, "lookup.asked", order=number)
        noted("link_mailed", f"order {number}")
    return back("order", _l("The link is on its way, unless one was mailed within the hour."), number=number)


@blueprint.post("/orders/<path:number>/scan")
def add_scan(number: str) -> AnyResponse:
    """Tell of a scan that no carrier told of."""
    status, told_at = request.form.get("status", ""), moment(request.form.get("at", ""))
    if status not in set(Status) or told_at is None or told_at > now():
        return back("order", _l("Choose a status and a time that has passed."), "bad", number=number)
    city = clean("city")
    place = Place(city=city) if city else None
    scan = Scan(told_at, Status(status), None, clean("message"), place, SOURCE)
    with transaction():
        tell(parcel_of(number), scan)
        told = {"status": status, "at": told_at.isoformat()}
        noted("scan_added", f"order {number}", shipment=clean("shipment"), **told)
    return back("order", _l("The scan is in the parcel’s story."), number=number)


@blueprint.post("/orders/<path:number>/lost")
def mark_lost(number: str) -> AnyResponse:
    """Give a parcel up; a later scan of the carrier takes it back."""
    with transaction():
        parcel = parcel_of(number)
        tell(parcel, Scan(now(), Status.FAILURE, StatusDetail.LOST.value, "", None, SOURCE))
        noted("marked_lost", f"order {number}", shipment=parcel.code)
    return back("order", _l("The parcel is marked as lost, and its page says so."), number=number)


def tell(parcel: Shipment, scan: Scan) -> None:
    intake.take(parcel.merchant_id, parcel.parcel, [scan])


def parcel_of(number: str) -> Shipment:
    """The order's parcel that the form names, or `NotFound`."""
    parcel = shipments.get(visit().merchant.id, clean("shipment"))
    if parcel.order_id != ours(number).id:
        shipments.get(visit().merchant.id, "")
    return parcel


def clean(name: str) -> str:
    """A short text of the form, without what can't be printed."""
    return "".join(filter(str.isprintable, request.form.get(name, ""))).strip()[:MOST_MESSAGE]


def moment(told: str) -> datetime | None:
    """A time on the shop's clock as browsers send it; left out it is now, and None where it is none."""
    if not told:
        return now()
    try:
        local = datetime.fromisoformat(told)
    except ValueError:
        return None
    return local.replace(tzinfo=ZoneInfo(visit().merchant.config["time_zone"])).astimezone(UTC)


def noted(action: str, subject: str, **after: object) -> None:
    """Write down what was done, inside its transaction."""
    me = visit().staff
    audit.write(me.merchant_id, me.email, action, subject, after=dict(after))
