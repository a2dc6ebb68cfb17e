"""Foreign messages: stored as they came, before the sender hears 200; understood later, once."""

import hashlib
from typing import TYPE_CHECKING

from commerce.database import run, transaction
from commerce.outbox import Happened, subscribe
from tracking import intake, parcels
from tracking.providers import easypost

if TYPE_CHECKING:
    from commerce.statements import Statements

STORE = """
WITH stored AS (
    INSERT INTO foreign_messages (merchant_id, source, event_key, body) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING RETURNING merchant_id, id
)
INSERT INTO events (merchant_id, kind, data)
SELECT merchant_id, %s, jsonb_build_object('message', id) FROM stored
RETURNING id
"""


def store(
    statements: "Statements",
    merchant_id: int,
    source: str,
    event_id: str | None,
    body: bytes,
    *,
    kind: str = "message.received",
) -> bool:
    """Store a message and the event that it came, in one durable statement; False where it was known.

    `kind` is that event's: those who understand the source are subscribed to it.
    """
    key = event_id or f"sha256:{hashlib.sha256(body).hexdigest()}"
    return statements.one(STORE, (merchant_id, source, key, body, kind)) is not None


@subscribe("read-message", ["message.received"])
def read(event: Happened) -> None:
    """Work out what a stored message means and let it count."""
    with transaction():
        key = (event.merchant_id, event.data["message"])
        [(source, body)] = run(MESSAGE, key)
        if source == "easypost":
            outcome = take_report(event.merchant_id, easypost.parse_event(body), event.data["message"])
            run(UNDERSTOOD, (outcome, *key))


MESSAGE = "SELECT source, body FROM foreign_messages WHERE merchant_id = %s AND id = %s FOR UPDATE"
UNDERSTOOD = "UPDATE foreign_messages SET outcome = %s WHERE merchant_id = %s AND id = %s"


def take_report(merchant_id: int, report: "easypost.TrackerReport | None", message_id: int) -> str:
    """Let a tracker's report count; returns what became of it."""
    if report is None or not report.tracking_number:
        return "not about a tracker"
    parcel = parcels.number_key(report.tracking_number)
    shipments = intake.take(merchant_id, parcel, report.scans, message_id=message_id)
    for shipment in shipments:
        intake.take_estimate(shipment, report.estimated_on, report.as_of)
        shipment.tracker_id = shipment.tracker_id or report.tracker_id
    if not shipments:
        return "waits for its shipment"
    return f"{len(report.scans)} scans for {len(shipments)} shipments"
