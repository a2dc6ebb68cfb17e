"""What of notices a morning's list tells: who heard of a delay, what could not be sent, which webhooks are paused."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from commerce.clock import now
from commerce.database import run
from notifications.subjects import DELAYS

DEAD_FOR = timedelta(days=14)


class Told(NamedTuple):
    """The notice that tells most about whether a late parcel's shopper heard of it."""

    kind: str
    channel: str
    status: str
    reason: str | None
    at: datetime


class Dead(NamedTuple):
    """A message that reached nobody; `code` is the notice's."""

    code: str
    order: str
    kind: str
    channel: str
    status: str
    error: str | None
    at: datetime


class Paused(NamedTuple):
    """A webhook endpoint to which nothing is posted."""

    url: str
    reason: str | None
    at: datetime | None


class News(NamedTuple):
    """All of it, the parcels by their code."""

    told: dict[str, Told]
    dead: list[Dead]
    paused: list[Paused]


def news(merchant_id: int, parcels: Sequence[str], most: int) -> News:
    """What was told about parcels, named by their codes, and at most so many of the rest; in one statement."""
    values = {"merchant": merchant_id, "parcels": list(parcels), "kinds": list(DELAYS)}
    found = News({}, [], [])
    for what, code, number, kind, channel, status, why, at in run(
        NEWS, values | {"since": now() - DEAD_FOR, "most": most}
    ):
        if what == "told":
            found.told[code] = Told(kind, channel, status, why, at)
        elif what == "dead":
            found.dead.append(Dead(code, number, kind, channel, status, why, at))
        else:
            found.paused.append(Paused(code, why, at))
    return found


# Of several notices about a parcel the one that reached somebody counts most, then the one that still may.
NEWS = """
(
    SELECT 'told' AS what, s.code, NULL AS number, n.kind, n.channel, n.status, coalesce(n.skip_reason, n.error),
        coalesce(n.sent_at, n.settled_at, n.created_at) AS at
    FROM shipments s CROSS JOIN LATERAL (
        SELECT * FROM notices WHERE merchant_id = s.merchant_id AND order_id = s.order_id
            AND (shipment_id = s.id OR shipment_id IS NULL) AND kind = ANY(%(kinds)s)
        ORDER BY array_position(ARRAY['delivered', 'sent', 'sending', 'scheduled', 'bounced', 'failed'], status),
            id DESC
        LIMIT 1
    ) n
    WHERE s.merchant_id = %(merchant)s AND s.code = ANY(%(parcels)s)
) UNION ALL (
    SELECT 'dead', d.code, o.number, d.kind, d.channel, d.status, d.error, coalesce(d.settled_at, d.created_at) FROM (
        (
            SELECT * FROM notices WHERE merchant_id = %(merchant)s AND status = 'failed' AND created_at > %(since)s
            ORDER BY id DESC LIMIT %(most)s
        ) UNION ALL (
            SELECT * FROM notices WHERE merchant_id = %(merchant)s AND status = 'bounced' AND created_at > %(since)s
            ORDER BY id DESC LIMIT %(most)s
        )
    ) d JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id
    ORDER BY d.id DESC LIMIT %(most)s
) UNION ALL (
    SELECT 'paused', url, NULL, NULL, NULL, NULL, paused_reason, paused_at FROM webhook_endpoints
    WHERE merchant_id = %(merchant)s AND status = 'paused' ORDER BY id LIMIT %(most)s
)
"""
