"""A return's label: ordered once when it is approved, bought once whatever crashes, given back if not used."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from commerce import locks, merchants
from commerce.clock import now
from commerce.database import db, transaction
from commerce.ids import public_id
from commerce.models import Order, OrderLine
from commerce.outbox import Happened, emit, subscribe
from commerce.work import GivenUp, TryLater
from returns import found
from returns.customs import Packed
from returns.label_statuses import LabelStatus
from returns.models.labels import ReturnLabel
from returns.models.requests import Return, ReturnLine
from returns.parcel import NoLabel, Parcel, parcel
from returns.policy.vocabulary import Method
from returns.providers.easypost_labels import EasyPostLabels, Label
from returns.refusals import NoSecondLabel
from returns.statuses import FREES_UNITS, ReturnStatus
from tracking import intake, shipments
from tracking.providers import CarrierError
from tracking.scans import Scan
from tracking.statuses import Status
from tracking.trackers import client_of

METHODS = frozenset({Method.LABEL, Method.QR_CODE})
NOWHERE: dict[str, Any] = {"locations": []}


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a job is to buy: known to the provider as `reference`, and as `external_id` once it has answered.

    `before`: an earlier run may have reached the provider. Without a parcel nothing is bought any more.
    """

    reference: str
    external_id: str | None
    before: bool
    parcel: Parcel | None
    qr_code: bool


@subscribe("buy-return-label", ["return.approved", "return.label_wanted"], queue="carriers", foreign=True)
def buy(event: Happened) -> None:
    """Buy the label of an approved return, or find the one that an earlier run bought."""
    client = client_of(event.merchant_id)
    ordered = order(event) if client else None
    if client is None or ordered is None:
        return
    try:
        label = bought(EasyPostLabels(client), event, ordered)
    except CarrierError as exc:
        if exc.retryable:
            raise TryLater(str(exc)) from exc
        decline(event, str(exc))
        raise GivenUp(str(exc)) from exc
    if label is None:
        decline(event, "the return came to nothing before it was bought")
    else:
        keep(event, label)


def order(event: Happened) -> Ordered | None:
    """Write down that a label is wanted, before anybody is asked; None where there is nothing (more) to buy.

    One event's job buys it. Where there was none to be had, the next one tries again, under a new reference.
    """
    with transaction():
        locks.wait(event.merchant_id, f"label:{event.data['return']}")
        request = found.get(event.merchant_id, event.data["return"])
        label, alive = request.label, request.status == ReturnStatus.APPROVED
        before = label is not None and label.status == LabelStatus.ORDERED
        if label is None or (label.status == LabelStatus.UNAVAILABLE and alive):
            label = ordered_anew(request, label) if alive and wants_label(request) else None
        if label is None or label.status != LabelStatus.ORDERED or label.event_id not in (None, event.id):
            return None
        label.event_id = event.id
        try:
            wanted = parcel_of(request) if alive else None
        except NoLabel as exc:
            label.status, label.error = LabelStatus.UNAVAILABLE.value, str(exc)[:500]
            return None
        qr_code = any(line.method == Method.QR_CODE for line in request.lines)
        return Ordered(label.shipment_code, label.external_id, before, wanted, qr_code)


def ordered_anew(request: Return, label: ReturnLabel | None) -> ReturnLabel:
    """The label of a return as it is ordered: the provider has never heard of its reference."""
    if label is None:
        label = ReturnLabel(merchant_id=request.merchant_id, return_id=request.id, created_at=now())
        db.session.add(label)
    label.status, label.shipment_code = LabelStatus.ORDERED.value, public_id("shp")
    label.external_id = label.error = label.event_id = None
    return label


def try_again(merchant_id: int, code: str) -> Return:
    """Have another label asked for, where there was none to be had. Raises `NotFound`, `NoSecondLabel`."""
    with transaction():
        request = found.get(merchant_id, code)
        if not may_try_again(request):
            raise NoSecondLabel("there is one, or none is wanted")
        emit(merchant_id, "return.label_wanted", **{"return": code})
    return request


def may_try_again(request: Return) -> bool:
    """Whether the return waits for its shopper, without the label that it should have."""
    is_lacking = request.label is not None and request.label.status == LabelStatus.UNAVAILABLE
    return is_lacking and request.status == ReturnStatus.APPROVED and request.own_shipment is None


def wants_label(request: Return) -> bool:
    return any(line.method in METHODS and not line.keep_item for line in request.lines)


def labelled(request: Return) -> list[ReturnLine]:
    """The lines that travel by the return's label; one whose way back nobody told goes along."""
    return [line for line in request.lines if not line.keep_item and line.method in (None, *METHODS)]


def parcel_of(request: Return) -> Parcel:
    """The parcel of what travels by the label. Raises `NoLabel`."""
    bought_as = db.session.get_one(Order, (request.merchant_id, request.order_id))
    merchant = merchants.known_by_id(request.merchant_id)
    bought_lines = {line.line_id: line for line in bought_as.lines}
    inside = [packed(line, bought_lines.get(line.line_id)) for line in labelled(request)]
    sender = {"email": request.gift_email} if request.is_gift else bought_as.customer
    config = merchant.config if merchant else NOWHERE
    return parcel(bought_as.ship_to, sender, config, inside, bought_as.currency)


def packed(line: ReturnLine, bought_line: OrderLine | None) -> Packed:
    """A line as it lies in the parcel; of one that the order has lost nothing is known but its name."""
    if bought_line is None:
        return Packed(line.line_id, line.line_id, None, line.quantity, line.quantity, 0, 0, None, None, None)
    names = ("title", "sku", "quantity", "unit_price", "discount", "weight_g", "hs_code", "origin_country")
    known = {name: getattr(bought_line, name) for name in names}
    return Packed(line=line.line_id, units=line.quantity, **known)


def bought(provider: EasyPostLabels, event: Happened, ordered: Ordered) -> Label | None:
    """The label, bought now unless it was; None where it is not wanted any more. Raises `CarrierError`."""
    label = looked_up(provider, ordered) if ordered.before else None
    if label is None and ordered.parcel:
        label = provider.make(ordered.reference, ordered.parcel)
    if label is None:
        return None
    if label.id != ordered.external_id:
        remember(event, label.id)
    if label.label_url is None:
        if ordered.parcel is None:
            return None
        label = sold(provider, label)
    if ordered.qr_code and label.qr_code_url is None:
        label = with_qr_code(provider, label)
    return label


def looked_up(provider: EasyPostLabels, ordered: Ordered) -> Label | None:
    """What an earlier run left at the provider, whose refusals do not say that it left nothing."""
    try:
        label = provider.find(ordered.external_id or ordered.reference)
    except CarrierError as exc:
        raise TryLater(str(exc)) from exc
    if label is None and ordered.external_id:
        raise CarrierError("EasyPost does not know its label any more", retryable=False)
    return label


def sold(provider: EasyPostLabels, label: Label) -> Label:
    """Buy it at the lowest rate; where that is refused, another run may have done it."""
    if label.cheapest is None:
        raise CarrierError(f"no carrier has a rate: {label.refusal or 'no reason given'}", retryable=False)
    try:
        return provider.buy(label.id, label.cheapest)
    except CarrierError as exc:
        known = None if exc.retryable else provider.find(label.id)
        if known is None or known.label_url is None:
            raise
        return known


def with_qr_code(provider: EasyPostLabels, label: Label) -> Label:
    """The same with a code to show at a counter; carriers that know none leave the label as it is."""
    try:
        return provider.add_qr_code(label.id)
    except CarrierError as exc:
        if exc.retryable:
            raise
        return label


def remember(event: Happened, external_id: str) -> None:
    """Keep the provider's name of a label before it is bought."""
    with transaction():
        if row := label_of(event):
            row.external_id = external_id


def decline(event: Happened, reason: str) -> None:
    """Note why there is no label; the shopper then sends the parcel by a carrier of their own."""
    with transaction():
        row = label_of(event)
        if row and row.status == LabelStatus.ORDERED:
            row.status, row.error = LabelStatus.UNAVAILABLE.value, reason[:500]


def keep(event: Happened, label: Label) -> None:
    """Store a bought label once, with the inbound shipment that its scans are followed by."""
    with transaction():
        code = event.data["return"]
        request = found.get(event.merchant_id, code)
        if request.label and ReturnStatus(request.status) not in FREES_UNITS:
            follow(request, request.label.shipment_code, label)
        request = found.get(event.merchant_id, code, lock=True)
        row = label_of(event)
        if row is None or row.status != LabelStatus.ORDERED:
            return
        row.status, row.bought_at = LabelStatus.BOUGHT.value, now()
        row.external_id, row.label_url, row.qr_code_url = label.id, label.label_url, label.qr_code_url
        row.carrier, row.service, row.tracking_number = label.carrier, label.service, label.tracking_number
        unwanted = ReturnStatus(request.status) in FREES_UNITS
        emit(event.merchant_id, f"return.label_{'unwanted' if unwanted else 'ready'}", **{"return": code})


def follow(request: Return, shipment_code: str, label: Label) -> None:
    """Make the shipment on its way back, once, as it has the label's own id.

    This comes before the return is locked: whoever takes scans in locks the parcel before the order, too.
    """
    units = Counter[str]()
    for line in labelled(request):
        units[line.line_id] += line.quantity
    fields = {
        "id": shipment_code,
        "direction": "inbound",
        "carrier": label.carrier,
        "service": label.service,
        "tracking_number": label.tracking_number,
        "lines": [{"id": line_id, "quantity": quantity} for line_id, quantity in units.items()],
    }
    order_row = db.session.get_one(Order, (request.merchant_id, request.order_id))
    shipment, _ = shipments.create(request.merchant_id, order_row, fields)
    shipment.tracker_id = shipment.tracker_id or label.tracker_id


@subscribe(
    "void-return-label",
    ["return.cancelled", "return.expired", "return.label_unwanted"],
    queue="carriers",
    foreign=True,
)
def void(event: Happened) -> None:
    """Give the label of a return back that came to nothing; what the provider refuses stays for staff."""
    with transaction():
        row = label_of(event)
        external_id = row.external_id if row and row.status == LabelStatus.BOUGHT else None
    client = client_of(event.merchant_id)
    if external_id is None or client is None:
        return
    try:
        EasyPostLabels(client).give_back(external_id)
    except CarrierError as exc:
        if exc.retryable:
            raise TryLater(str(exc)) from exc
        with transaction():
            if row := label_of(event):
                row.error = f"it could not be given back: {exc}"[:500]
        raise GivenUp(str(exc)) from exc
    call_off(event)
    with transaction():
        if row := label_of(event):
            row.status, row.voided_at, row.error = LabelStatus.VOIDED.value, now(), None


def call_off(event: Happened) -> None:
    """Let nobody wait for a parcel whose label was given back."""
    with transaction():
        row = found.get(event.merchant_id, event.data["return"]).label
        shipment = shipments.find(event.merchant_id, row.shipment_code) if row else None
        if shipment:
            gone = Scan(now(), Status.CANCELLED, None, "", None, "waypost")
            intake.take(event.merchant_id, shipment.parcel, [gone])


def label_of(event: Happened) -> ReturnLabel | None:
    """The label of the return that an event is about, locked."""
    this = select(Return.id).where(
        Return.merchant_id == event.merchant_id, Return.code == event.data["return"]
    )
    statement = (
        select(ReturnLabel)
        .where(ReturnLabel.merchant_id == event.merchant_id, ReturnLabel.return_id == this.scalar_subquery())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one_or_none()
