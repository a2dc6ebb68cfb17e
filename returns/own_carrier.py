"""A parcel that the shopper sends back by a carrier of their own: told by its number, followed like any other."""

from collections import Counter

from sqlalchemy import and_, select

from commerce import locks
from commerce.clock import now
from commerce.database import db, transaction
from commerce.ids import public_id
from commerce.models import Order
from commerce.outbox import Happened, subscribe
from returns import found
from returns.label_statuses import LabelStatus
from returns.labels import METHODS
from returns.models.requests import Return, ReturnLine
from returns.policy.vocabulary import Method
from returns.refusals import NotSentByShopper, NumberElsewhere, wrong
from returns.statuses import ReturnStatus
from tracking import carriers, intake, shipments
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import Status


def sent_by_shopper(request: Return) -> list[ReturnLine]:
    """The lines that travel by a carrier of the shopper's own, because they chose it or no label could be had."""
    without = request.label is not None and request.label.status == LabelStatus.UNAVAILABLE
    return [
        line
        for line in request.lines
        if not line.keep_item and (line.method == Method.OWN_CARRIER or (without and line.method in METHODS))
    ]


def may_tell(request: Return) -> bool:
    """Whether the parcel's number may be told, or told otherwise: until the carrier has scanned it."""
    return request.status == ReturnStatus.APPROVED and bool(sent_by_shopper(request))


def tell(merchant_id: int, code: str, number: str, carrier: str | None = None) -> Return:
    """Take the number of the parcel that a return is sent with; told again, the last one counts.

    The carrier may be left out where the number says whose it is. Raises `NotFound`, `Invalid` for what is no
    tracking number or says no carrier, `NotSentByShopper`, and `NumberElsewhere` where another parcel has it.
    """
    with transaction():
        locks.wait(merchant_id, f"own-parcel:{code}")
        request = found.get(merchant_id, code)
        refuse(request)
        order = db.session.get_one(Order, (merchant_id, request.order_id))
        fields = parcel_of(request, number, carrier)
        # Whoever takes scans in locks the parcel before the order, so it must come first here, too.
        shipment, _ = shipments.create(merchant_id, order, fields)
        refuse_taken(shipment)
        request = found.get(merchant_id, code, lock=True)
        refuse(request)
        request.own_shipment, request.updated_at = shipment.code, now()
    return request


def refuse(request: Return) -> None:
    """Raise `NotSentByShopper` unless the parcel's number may be told now."""
    if not may_tell(request):
        raise NotSentByShopper("it was sent already, or travels another way")


def refuse_taken(shipment: Shipment) -> None:
    """Raise `NumberElsewhere` where the shop knows another parcel by the number: its scans would count here, too.

    That of a return of the same order that came to nothing may be the very same.
    """
    called_off = and_(
        Shipment.order_id == shipment.order_id,
        Shipment.direction == "inbound",
        Shipment.status == Status.CANCELLED,
    )
    other = select(Shipment.code).where(
        Shipment.merchant_id == shipment.merchant_id,
        Shipment.parcel == shipment.parcel,
        Shipment.code != shipment.code,
        ~called_off,
    )
    if db.session.scalar(other.limit(1)):
        raise NumberElsewhere("check the number; it is of a parcel that is known already")


def parcel_of(request: Return, number: str, carrier: str | None) -> dict[str, object]:
    """The body of the inbound shipment."""
    units = Counter[str]()
    for line in sent_by_shopper(request):
        units[line.line_id] += line.quantity
    plain = carriers.normalise(number)
    if not any(char.isdigit() for char in plain):
        raise wrong("/tracking_number", "not_a_number", "Not a tracking number.")
    return {
        "id": request.own_shipment or public_id("shp"),
        "direction": "inbound",
        "carrier": carrier_of(plain, carrier),
        "tracking_number": plain,
        "lines": [{"id": line_id, "quantity": quantity} for line_id, quantity in units.items()],
    }


def carrier_of(number: str, told: str | None) -> str:
    """The carrier's code where we know it, else what it is called; read from the number where it is not told."""
    if told:
        known = carriers.find(told)
        return known.code if known else told
    guessed = carriers.detect(number)
    if not guessed:
        raise wrong("/carrier", "which_carrier", "The number does not say whose it is: name the carrier.")
    return guessed[0].carrier


def hand_on(old: Return, new: Return) -> None:
    """Let the return that another was changed into have its parcel."""
    shipment, old.own_shipment = old.own_shipment, None
    db.session.flush()  # two returns can't have it at once
    new.own_shipment = shipment


@subscribe("call-off-own-parcel", ["return.cancelled", "return.expired"])
def call_off(event: Happened) -> None:
    """Let nobody wait for the parcel of a return that came to nothing."""
    with transaction():
        request = found.get(event.merchant_id, event.data["return"])
        shipment = shipments.find(event.merchant_id, request.own_shipment)
        if shipment:
            gone = Scan(now(), Status.CANCELLED, None, "", None, "waypost")
            intake.take(event.merchant_id, shipment.parcel, [gone])
