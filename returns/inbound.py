"""Parcels on their way back: the carrier's first scan of a label's parcel sets its return in transit."""

from sqlalchemy import select

from commerce.database import db
from commerce.outbox import Happened, subscribe
from returns import steps
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from returns.statuses import ReturnStatus
from tracking.statuses import Status

ON_ITS_WAY = frozenset(
    {Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP, Status.DELIVERED}
)


@subscribe("ship-return", ["shipment.inbound"])
def ship(event: Happened) -> None:
    """Set an approved return in transit. That it was received stays for staff to say, whatever the carrier tells."""
    if event.data["status"] not in ON_ITS_WAY:
        return
    same = (ReturnLabel.merchant_id == Return.merchant_id) & (ReturnLabel.return_id == Return.id)
    code = db.session.scalar(
        select(Return.code)
        .join(ReturnLabel, same)
        .where(
            Return.merchant_id == event.merchant_id,
            ReturnLabel.merchant_id == event.merchant_id,
            ReturnLabel.shipment_code == event.data["shipment"],
            Return.status == ReturnStatus.APPROVED,
        )
    )
    if code is not None:
        steps.ship(event.merchant_id, code)
