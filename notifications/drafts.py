"""Notices on their way into the database: several rows with one statement, each unless it stands already."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.types.json import Json

from commerce import ids
from commerce.clock import now
from commerce.database import run
from commerce.merchants import Known
from notifications import channels
from notifications.causes import Cause
from notifications.letters import language
from notifications.news import digest, masked
from notifications.subjects import Subject
from notifications.telling import UNDER_WAY, Reason, Send, Skip


@dataclass
class Drafts:
    """What one transaction has decided and not stored yet."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        cause: Cause,
        channel: str,
        at: datetime,
        decision: Send | Skip,
        subject: Subject,
        merchant: Known,
    ) -> None:
        """One notice on one channel: scheduled, or skipped with the reason."""
        way = channels.channel(channel)
        address = subject.address(way.address) if way else None
        moment = now().isoformat()
        self.rows.append(
            {
                "merchant_id": merchant.id,
                "code": ids.public_id("ntc"),
                "key": key_of(cause, channel, subject),
                "kind": cause.kind,
                "channel": channel,
                "order_id": subject.order_id,
                "shipment_id": subject.shipment_id,
                "return_id": subject.return_id,
                "claim_id": subject.claim_id,
                "incident": cause.incident,
                "recipient_masked": masked(address) if address else None,
                "recipient_digest": f"\\x{digest(address).hex()}" if address else None,
                "locale": language([subject.locale or "", *merchant.config["locales"]]),
                "status": "scheduled" if isinstance(decision, Send) else "skipped",
                "skip_reason": None if isinstance(decision, Send) else decision.reason.value,
                "told": cause.told,
                "news_at": at.isoformat(),
                "due_at": decision.at.isoformat() if isinstance(decision, Send) else moment,
                "created_at": moment,
                "settled_at": None if isinstance(decision, Send) else moment,
            }
        )

    def store(self) -> None:
        """Write them; what waited to tell of the same parcel gives way to what is to be sent of it now."""
        if self.rows:
            run(STORE, (Json(self.rows), Reason.SUPERSEDED.value, now(), list(UNDER_WAY), list(UNDER_WAY)))
        self.rows = []


# Neither sent nor skipped, and with no worker. By their status the database would read all that wait in a rush,
# as statistics of a quiet hour say that none do.
WAITS = "n.settled_at IS NULL AND n.leased_until IS NULL"


def key_of(cause: Cause, channel: str, subject: Subject) -> str:
    """What makes a notice the same as one written before."""
    about = (subject.order_id, subject.shipment_id, subject.return_id, subject.claim_id)
    return ":".join([cause.kind, channel, *(str(number or "") for number in about), cause.incident])


STORE = f"""
WITH made AS (
    INSERT INTO notices (merchant_id, code, key, kind, channel, order_id, shipment_id, return_id, claim_id,
        incident, recipient_masked, recipient_digest, locale, status, skip_reason, told, news_at, due_at,
        created_at, settled_at, attempts)
    SELECT *, 0 FROM json_to_recordset(%s) AS drafts(merchant_id int, code text, key text, kind text,
        channel text, order_id bigint, shipment_id bigint, return_id bigint, claim_id bigint, incident text,
        recipient_masked text, recipient_digest bytea, locale text, status text, skip_reason text, told jsonb,
        news_at timestamptz, due_at timestamptz, created_at timestamptz, settled_at timestamptz)
    ON CONFLICT (merchant_id, key) DO NOTHING
    RETURNING merchant_id, order_id, shipment_id, channel, kind, status
)
UPDATE notices n SET status = 'skipped', skip_reason = %s, settled_at = %s FROM made
WHERE made.status = 'scheduled' AND made.kind = ANY(%s) AND n.merchant_id = made.merchant_id
  AND n.order_id = made.order_id AND n.shipment_id IS NOT DISTINCT FROM made.shipment_id
  AND n.channel = made.channel AND {WAITS} AND n.kind = ANY(%s) AND NOT n.told ? 'others'
"""  # noqa: S608
