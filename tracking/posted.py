"""Scans that the merchant posts: of a 3PL, a fleet of its own, anyone who has them."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from commerce.database import transaction
from tracking import intake
from tracking.models import ForeignMessage, Shipment

SOURCE = "api"


def post(shipment: Shipment, events: Sequence[Mapping[str, Any]], body: bytes) -> None:
    """Let checked events of a shipment count, and keep the body they came in, byte for byte.

    `events` are those that `tracking.schemas.EventsSchema` loads. Told again they change nothing.
    """
    digest = hashlib.sha256(f"{shipment.code}\n".encode() + body).hexdigest()
    message = insert(ForeignMessage).values(
        merchant_id=shipment.merchant_id,
        source=SOURCE,
        event_key=f"sha256:{digest}",
        parcel=shipment.parcel,
        body=body,
        outcome=f"{len(events)} scans",
    )
    with transaction() as session:
        message_id = session.scalar(message.on_conflict_do_nothing().returning(ForeignMessage.id))
        scans = [intake.from_fields(dict(event)) for event in events]
        intake.take(shipment.merchant_id, shipment.parcel, scans, message_id=message_id)
