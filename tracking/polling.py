"""When to ask a carrier's broker again: only where it has a tracker and has been silent for a while."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracking.statuses import Status

if TYPE_CHECKING:
    from tracking.models import Shipment

QUIET = timedelta(hours=12)
NEAR_DELIVERY = timedelta(hours=4)
AFTER_THE_END = timedelta(days=10)  # a delivered parcel may still turn round
GIVE_UP = timedelta(days=120)
ENDED = frozenset({Status.DELIVERED, Status.CANCELLED, Status.RETURN_TO_SENDER})


def next_poll(shipment: "Shipment", now: datetime) -> datetime | None:
    """The time of the next question, or None where there is nobody to ask or nothing more to learn."""
    if not shipment.tracker_id:
        return shipment.poll_at  # the simulated carrier's own, or nobody's
    heard = shipment.last_scan_at or shipment.shipped_at or shipment.created_at or now
    if now - heard > (AFTER_THE_END if shipment.status in ENDED else GIVE_UP):
        return None
    return now + (NEAR_DELIVERY if shipment.status == Status.OUT_FOR_DELIVERY else QUIET)
