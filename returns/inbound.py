"""Parcels on their way back: the carrier's first scan of one sets its return in transit."""

from sqlalchemy import select

from commerce.database import db
from commerce.outbox import Happened, subscribe
from returns import steps
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from returns.statuses import ReturnStatus
from tracking.models import Shipment
from tracking.statuses import Status

ON_ITS_WAY = frozenset(
    {Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP, Status.DELIVERED}
)


@subscribe("ship-return", ["shipment.inbound"])
def ship(event: Happened) -> None:
    """Set an approved return in transit. That it was received stays for staff to say, whatever the carrier tells."""
    if event.data["status"] not in ON_ITS_WAY:
        return
    shipment = event.data["shipment"]
    code = by_label(event.merchant_id, shipment) or by_own_carrier(event.merchant_id, shipment)
    if code is not None:
        steps.ship(event.merchant_id, code)


def by_label(merchant_id: int, shipment: str) -> str | None:
    """The approved return whose label an inbound shipment travels by."""
    same = (ReturnLabel.merchant_id == Return.merchant_id) & (ReturnLabel.return_id == Return.id)
    return db.session.scalar(
        select(Return.code)
        .join(ReturnLabel, same)
        .where(
            Return.merchant_id == merchant_id,
            ReturnLabel.merchant_id == merchant_id,
            ReturnLabel.shipment_code == shipment,
            Return.status == ReturnStatus.APPROVED,
        )
    )


def by_own_carrier(merchant_id: int, shipment: str) -> str | None:
    """The approved return that a shopper sends as an inbound shipment, if it was scanned since.

    A parcel that moved before the return was approved is another one, whatever number was typed in.
    """
    same = (Shipment.merchant_id == Return.merchant_id) & (Shipment.code == Return.own_shipment)
    return db.session.scalar(
        select(Return.code)
        .join(Shipment, same)
        .where(
            Return.merchant_id == merchant_id,
            Return.own_shipment == shipment,
            Return.status == ReturnStatus.APPROVED,
            Shipment.merchant_id == merchant_id,
            Shipment.last_scan_at >= Return.approved_at,
        )
    )
