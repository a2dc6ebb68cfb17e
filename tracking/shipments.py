"""Shipments of an order: made or corrected by the merchant, read by everyone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from commerce import locks, orders
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.errors import Conflict, Invalid, NotFound
from commerce.ids import public_id
from commerce.models import Order
from commerce.outbox import emit
from tracking import intake, parcels, timeline
from tracking.models import Shipment, ShipmentLine
from tracking.scans import Scan

FIELDS = ("direction", "carrier", "service", "tracking_number", "location", "shipped_at", "promised_on")


class ShipmentElsewhere(Conflict):
    code, title = "shipment_of_another_order", "A shipment with this id belongs to another order"


def create(merchant_id: int, order: Order, fields: Mapping[str, Any]) -> tuple[Shipment, bool]:
    """Make a shipment, or replace what is known of the one with this id; returns it and whether it is new.

    `fields` are those of the API body; without `lines` it holds all that no other shipment holds. Raises
    `Invalid` for a line the order lacks or more units than it has left, `ShipmentElsewhere` for a taken id.
    """
    code = fields.get("id") or public_id("shp")
    with transaction() as session:
        lock(order, code, fields)
        order = orders.get(merchant_id, order.number, lock=True)
        shipment = find(merchant_id, code)
        if shipment and shipment.order_id != order.id:
            raise ShipmentElsewhere("choose another id, or leave it out")
        made = shipment is None
        before = None if shipment is None else snapshot(shipment)
        if shipment is None:
            shipment = Shipment(
                merchant_id=merchant_id, order_id=order.id, code=code, created_at=now(), lines=[]
            )
            session.add(shipment)
        for name in FIELDS:
            if name in fields:
                setattr(shipment, name, fields[name])
        set_parcel(shipment)
        session.flush()
        set_lines(order, shipment, fields.get("lines"))
        intake.refresh([shipment], intake.stored_by_parcel(merchant_id, [shipment.parcel]))
        if made or before != snapshot(shipment):
            intake.touch_pages(merchant_id, [order.id])
            emit(merchant_id, "shipment.created" if made else "shipment.changed", shipment=shipment.code)
    return shipment, made


def lock(order: Order, code: str, fields: Mapping[str, Any]) -> None:
    """Let nobody else touch the shipment's id or its parcel, neither the one it has nor the one it gets.

    The intake of a scan locks the parcel before the order's row, so whoever needs both must do the same.
    """
    locks.wait(order.merchant_id, f"shipment:{code}")
    known = db.session.execute(
        select(Shipment.parcel, Shipment.tracking_number).where(
            Shipment.merchant_id == order.merchant_id, Shipment.code == code
        )
    ).first()
    number = fields.get("tracking_number", known.tracking_number if known else None)
    keys = {parcels.key(number, order.id, code)} | ({known.parcel} if known else set())
    for key in sorted(keys):
        locks.wait(order.merchant_id, key)


def snapshot(shipment: Shipment) -> tuple[Any, ...]:
    """What a repeated body would have to change to be news."""
    lines = sorted((line.line_id, line.quantity) for line in shipment.lines)
    return (*(getattr(shipment, name) for name in FIELDS), lines)


def set_parcel(shipment: Shipment) -> None:
    """Set the key its scans stand under; scans told before it had a number move along.

    What a carrier's broker said of another number does not count for this one.
    """
    key = parcels.key(shipment.tracking_number, shipment.order_id, shipment.code)
    if shipment.parcel == key:
        return
    if shipment.parcel and shipment.parcel.startswith("shp:"):
        known = intake.stored(shipment.merchant_id, shipment.parcel)
        intake.store(shipment.merchant_id, [intake.Report(key, known)])
    elif shipment.parcel:
        run(OF_NO_PARCEL, (shipment.merchant_id, shipment.parcel))
    shipment.parcel = key
    if shipment.tracker_id:
        shipment.tracker_id = shipment.poll_at = None
    shipment.carrier_estimate = shipment.carrier_estimate_as_of = None


OF_NO_PARCEL = "UPDATE foreign_messages SET parcel = NULL WHERE merchant_id = %s AND parcel = %s"
"""So that what came for a number that was replaced is still found with the order."""


def set_lines(order: Order, shipment: Shipment, wanted: Sequence[Mapping[str, Any]] | None) -> None:
    """Put the lines into the shipment, refusing what the order does not have left."""
    left = unshipped(order, apart_from=shipment.id)
    cancelled = {line.line_id: line.cancelled_quantity for line in order.lines}
    if shipment.direction == "inbound" and wanted is not None:
        left = {line.line_id: line.quantity for line in order.lines}  # what comes back has been sent before
    if wanted is None:
        to_send = {line_id: units - cancelled[line_id] for line_id, units in left.items()}
        wanted = [{"id": line_id, "quantity": units} for line_id, units in to_send.items() if units > 0]
    asked = Counter[str]()
    errors = []
    for index, line in enumerate(wanted):
        asked[line["id"]] += line["quantity"]
        if line["id"] not in left:
            errors.append(problem(f"/lines/{index}/id", "unknown_line", "the order has no such line"))
        elif asked[line["id"]] > left[line["id"]]:
            message = f"only {left[line['id']]} of this line are not in another shipment"
            errors.append(problem(f"/lines/{index}/quantity", "too_many", message))
    if errors:
        raise Invalid(errors)
    held = {line.line_id: line for line in shipment.lines}
    shipment.lines = [held.get(line_id) or empty_line(shipment, line_id) for line_id in asked]
    for row in shipment.lines:
        row.quantity = asked[row.line_id]


def empty_line(shipment: Shipment, line_id: str) -> ShipmentLine:
    return ShipmentLine(merchant_id=shipment.merchant_id, shipment_id=shipment.id, line_id=line_id)


def problem(pointer: str, code: str, message: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "message": message}


def unshipped(order: Order, *, apart_from: int | None = None) -> dict[str, int]:
    """Units per line that are in no outbound shipment (but for the one named), in the order's own order."""
    units = shipped(order, apart_from=apart_from)
    return {line.line_id: line.quantity - units.get(line.line_id, 0) for line in order.lines}


@orders.holds_units
def shipped(order: Order, *, apart_from: int | None = None) -> dict[str, int]:
    """Units per line that are in outbound shipments (but for the one named), called off ones left out."""
    same = (Shipment.merchant_id == ShipmentLine.merchant_id) & (Shipment.id == ShipmentLine.shipment_id)
    rows = db.session.execute(
        select(ShipmentLine.line_id, func.sum(ShipmentLine.quantity))
        .join(Shipment, same)
        .where(
            ShipmentLine.merchant_id == order.merchant_id,
            Shipment.order_id == order.id,
            Shipment.direction == "outbound",
            Shipment.status != "cancelled",
            Shipment.id != (apart_from or 0),
        )
        .group_by(ShipmentLine.line_id)
    )
    return {line_id: int(total) for line_id, total in rows}


def find(merchant_id: int, code: str | None) -> Shipment | None:
    """The merchant's shipment with this id, its lines loaded."""
    if not code:
        return None
    return db.session.scalars(
        select(Shipment)
        .where(Shipment.merchant_id == merchant_id, Shipment.code == code)
        .options(selectinload(Shipment.lines))
    ).one_or_none()


def get(merchant_id: int, code: str) -> Shipment:
    """The same, or `NotFound`."""
    if (shipment := find(merchant_id, code)) is None:
        raise NotFound("there is no shipment with this id")
    return shipment


def codes(merchant_id: int, order_ids: Sequence[int]) -> dict[int, list[str]]:
    """The ids of the shipments of some orders, by order, the first made first."""
    rows = db.session.execute(
        select(Shipment.order_id, Shipment.code)
        .where(Shipment.merchant_id == merchant_id, Shipment.order_id.in_(order_ids))
        .order_by(Shipment.id)
    )
    found: dict[int, list[str]] = {}
    for order_id, code in rows:
        found.setdefault(order_id, []).append(code)
    return found


def listed(
    merchant_id: int,
    *,
    order: str | None = None,
    status: str | None = None,
    after: int | None = None,
    most: int = 50,
) -> list[Shipment]:
    """The merchant's shipments, the last made first; `after` is the row number where the page before ended."""
    statement = select(Shipment).where(Shipment.merchant_id == merchant_id)
    if order is not None:
        number = (Order.merchant_id == merchant_id) & (Order.number == order)
        statement = statement.where(Shipment.order_id == select(Order.id).where(number).scalar_subquery())
    if status is not None:
        statement = statement.where(Shipment.status == status)
    if after is not None:
        statement = statement.where(Shipment.id < after)
    statement = statement.options(selectinload(Shipment.lines), joinedload(Shipment.order))
    return list(db.session.scalars(statement.order_by(Shipment.id.desc()).limit(most)))


def events(shipment: Shipment) -> tuple[Scan, ...]:
    """What happened to the parcel, oldest first, each thing once."""
    return events_of([shipment])[shipment.code]


def events_of(shipments: Sequence[Shipment]) -> dict[str, tuple[Scan, ...]]:
    """The same for several shipments of one merchant, by their ids."""
    if not shipments:
        return {}
    scans = intake.stored_by_parcel(shipments[0].merchant_id, [shipment.parcel for shipment in shipments])
    return {
        shipment.code: timeline.build(
            scans.get(shipment.parcel, []), shipped_at=shipment.shipped_at, now=now()
        ).events
        for shipment in shipments
    }
