"""Foreign messages: stored as they came, before the sender hears 200; understood later, once."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from commerce.database import run, transaction
from commerce.outbox import Happened, subscribe_to_sets
from tracking import intake, parcels
from tracking.providers import easypost

if TYPE_CHECKING:
    from commerce.statements import Statements

STORE = """
WITH stored AS (
    INSERT INTO foreign_messages (merchant_id, source, event_key, body, parcel) VALUES (%s, %s, %s, %s, %s)
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
    number: str | None = None,
) -> bool:
    """Store a message and the event that it came, in one durable statement; False where it was known.

    `kind` is that event's: those who understand the source are subscribed to it. `number` is the tracking number
    of the one parcel that it is about.
    """
    key = event_id or f"sha256:{hashlib.sha256(body).hexdigest()}"
    parcel = parcels.number_key(number) if number else None
    return statements.one(STORE, (merchant_id, source, key, body, parcel, kind)) is not None


@subscribe_to_sets("read-message", ["message.received"])
def read(events: Sequence[Happened]) -> None:
    """Work out what stored messages mean and let them count."""
    with transaction():
        for merchant_id in sorted({event.merchant_id for event in events}):
            ids = [event.data["message"] for event in events if event.merchant_id == merchant_id]
            reports = {
                message_id: easypost.parse_event(body)
                for message_id, source, body in run(MESSAGES, (merchant_id, ids))
                if source == "easypost"
            }
            outcomes = take_reports(merchant_id, reports)
            run(ALL_UNDERSTOOD, (list(outcomes), list(outcomes.values()), merchant_id))


MESSAGE = "SELECT source, body FROM foreign_messages WHERE merchant_id = %s AND id = %s FOR UPDATE"
UNDERSTOOD = "UPDATE foreign_messages SET outcome = %s WHERE merchant_id = %s AND id = %s"
MESSAGES = """
SELECT id, source, body FROM foreign_messages WHERE merchant_id = %s AND id = ANY(%s) ORDER BY id FOR UPDATE
"""
ALL_UNDERSTOOD = """
UPDATE foreign_messages m SET outcome = understood.outcome
FROM unnest(%s::bigint[], %s::text[]) AS understood(id, outcome) WHERE m.merchant_id = %s AND m.id = understood.id
"""


def take_reports(merchant_id: int, reports: "Mapping[int, easypost.TrackerReport | None]") -> dict[int, str]:
    """Let trackers' reports count, each by its message; returns what became of them.

    Two of one parcel count one after the other: what the first says is news, also where the second goes on.
    """
    outcomes = {}
    turns: list[dict[str, tuple[int, easypost.TrackerReport]]] = []
    for message_id, report in reports.items():
        if report is None or not report.tracking_number:
            outcomes[message_id] = "not about a tracker"
            continue
        parcel = parcels.number_key(report.tracking_number)
        turn = next((turn for turn in turns if parcel not in turn), None)
        if turn is None:
            turns.append(turn := {})
        turn[parcel] = (message_id, report)
    for turn in turns:
        outcomes |= take_turn(merchant_id, turn)
    return outcomes


def take_turn(merchant_id: int, turn: "Mapping[str, tuple[int, easypost.TrackerReport]]") -> dict[int, str]:
    """Let a report of each parcel count; returns what became of them, by message."""
    taken = intake.take_all(
        merchant_id,
        [intake.Report(parcel, report.scans, message_id) for parcel, (message_id, report) in turn.items()],
    )
    outcomes = {}
    for parcel, (message_id, report) in turn.items():
        shipments = taken.get(parcel, [])
        for shipment in shipments:
            intake.take_estimate(shipment, report.estimated_on, report.as_of)
            shipment.tracker_id = shipment.tracker_id or report.tracker_id
        outcomes[message_id] = (
            f"{len(report.scans)} scans for {len(shipments)} shipments"
            if shipments
            else "waits for its shipment"
        )
    return outcomes
