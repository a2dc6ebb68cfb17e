"""A notice between two crashes: claimed under a lease, begun once, settled; every step one durable statement.

Due times are the clock's, leases the database's own, so hosts whose clocks differ agree on who has what.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from flask import current_app
from psycopg.types.json import Jsonb

from commerce.clock import now
from commerce.statements import Statements
from notifications.kinds import KINDS

AT_ONCE = 50
BATCH_LEASE = timedelta(seconds=40)
SENDING_LEASE = timedelta(seconds=90)  # longer than any message takes with every wait at its limit
INSIST_SECONDS = 120.0
PARKED = "its worker was lost while it left: it may have been sent"

REPEATED = [name for name, kind in KINDS.items() if kind.repeat]


@dataclass(frozen=True)
class Claimed:
    """A notice that this worker has."""

    merchant_id: int
    id: int
    code: str
    kind: str
    channel: str
    order_id: int
    shipment_id: int | None
    return_id: int | None
    claim_id: int | None
    locale: str
    told: dict[str, Any]
    news_at: datetime
    attempts: int
    recipient_masked: str | None

    @property
    def key(self) -> tuple[int, int]:
        return self.merchant_id, self.id

    @property
    def expected_on(self) -> date | None:
        """The day of arrival that it tells of."""
        day = self.told.get("expected_on")
        return date.fromisoformat(day) if day else None


def claim(most: int = AT_ONCE) -> list[Claimed]:
    """Take up to `most` notices that are due, the first due first."""
    rows = statements().all(CLAIM, (BATCH_LEASE, now(), most))
    return [Claimed(*row) for row in rows]


# By their place, so that in a rush no plan that statistics suggest reads more than what is claimed.
CLAIM = """
UPDATE notices SET status = 'sending', begun_at = NULL, leased_until = clock_timestamp() + %s
WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM notices WHERE status = 'scheduled' AND due_at <= %s
    ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
))
RETURNING merchant_id, id, code, kind, channel, order_id, shipment_id, return_id, claim_id, locale, told, news_at,
    attempts, recipient_masked
"""


def release(notices: Sequence[Claimed], due_at: datetime) -> None:
    """Give back what was not begun."""
    if notices:
        merchants, ids = zip(*(notice.key for notice in notices), strict=True)
        statements().all(RELEASE, (due_at, list(merchants), list(ids)))


RELEASE = """
UPDATE notices n SET status = 'scheduled', due_at = %s, leased_until = NULL
FROM unnest(%s::int[], %s::bigint[]) AS named(merchant_id, id)
WHERE n.merchant_id = named.merchant_id AND n.id = named.id AND n.status = 'sending' AND n.begun_at IS NULL
"""


def skip(notice: Claimed, reason: str) -> None:
    """Settle a notice that is not to be sent."""
    statements().all(SKIP, (reason, now(), *notice.key))


SKIP = """
UPDATE notices SET status = 'skipped', skip_reason = %s, settled_at = %s, leased_until = NULL
WHERE merchant_id = %s AND id = %s AND status = 'sending' AND begun_at IS NULL
"""


@dataclass(frozen=True)
class Departure:
    """What is noted of a message before it leaves; `begun_at` tells this try from any other.

    `said` is what of its wording is kept with what was told.
    """

    notice: Claimed
    begun_at: datetime
    subject: str | None
    recipient_masked: str
    recipient_digest: bytes
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """A message that its provider took."""

    departure: Departure
    provider_id: str | None
    at: datetime


def begin(departure: Departure, taken: Arrival | None) -> bool:
    """Note that a message leaves now, and with it that the one before was taken; False where the lease is lost.

    From here until it is settled nobody can tell whether it was sent.
    """
    facts = (departure.begun_at, departure.subject, departure.recipient_masked, departure.recipient_digest)
    values = (*facts, Jsonb(departure.said), SENDING_LEASE, *departure.notice.key)
    if taken is None:
        return bool(statements().all(BEGIN, values))
    return bool(statements().all(SETTLE_AND_BEGIN, (*values_of(taken), *values)))


BEGIN = """
UPDATE notices SET begun_at = %s, attempts = attempts + 1, subject = %s, recipient_masked = %s,
    recipient_digest = %s, told = told || %s, leased_until = clock_timestamp() + %s
WHERE merchant_id = %s AND id = %s AND status = 'sending' AND begun_at IS NULL
  AND leased_until > clock_timestamp()
RETURNING id
"""


def settle_taken(taken: Arrival) -> None:
    """Note that a message was taken; news of it that came before, and its being parked meanwhile, are minded."""
    settle(TAKEN, values_of(taken))


def values_of(taken: Arrival) -> tuple[Any, ...]:
    return (taken.at, taken.at, taken.provider_id, *taken.departure.notice.key, taken.departure.begun_at)


MEANWHILE = f"(status IN ('sending', 'scheduled') OR (status = 'failed' AND error = '{PARKED}'))"
TAKEN = f"""
UPDATE notices SET status = CASE WHEN {MEANWHILE} THEN 'sent' ELSE status END, sent_at = %s,
    settled_at = coalesce(settled_at, %s), provider_id = %s, leased_until = NULL,
    error = CASE WHEN {MEANWHILE} THEN NULL ELSE error END
WHERE merchant_id = %s AND id = %s AND begun_at = %s
"""  # noqa: S608
SETTLE_AND_BEGIN = f"WITH settled AS ({TAKEN}) {BEGIN}"


def put_off(notice: Claimed, wait: timedelta, error: str, begun_at: datetime | None) -> None:
    """Let a notice that could not be sent be due again after a wait.

    `begun_at` is its departure's, None where there was none: another worker's try is left to it.
    """
    settle(PUT_OFF, (now() + wait, error, *notice.key, begun_at))


PUT_OFF = """
UPDATE notices SET status = 'scheduled', due_at = %s, error = %s, begun_at = NULL, leased_until = NULL
WHERE merchant_id = %s AND id = %s AND status = 'sending' AND begun_at IS NOT DISTINCT FROM %s
"""


def fail(notice: Claimed, error: str, begun_at: datetime | None) -> None:
    """Settle a notice that will not be sent; staff see it with the reason. `begun_at` as in `put_off`."""
    settle(FAIL, (error, now(), *notice.key, begun_at))


FAIL = """
UPDATE notices SET status = 'failed', error = %s, settled_at = %s, leased_until = NULL
WHERE merchant_id = %s AND id = %s AND status = 'sending' AND begun_at IS NOT DISTINCT FROM %s
"""


def settle(sql: str, values: tuple[Any, ...]) -> None:
    """Note what became of a message, also when the database is away for a while: nobody else knows it."""
    until = time.monotonic() + INSIST_SECONDS
    while True:
        try:
            statements().all(sql, values)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return


def recover(keyed: Sequence[str]) -> int:
    """Take back what lost workers had: what had not begun goes on, what may have left is repeated or parked.

    `keyed` are the channels whose provider makes a repeat harmless. Returns how many there were.
    """
    return len(statements().all(RECOVER, (REPEATED, list(keyed), now(), PARKED)))


RECOVER = """
WITH lost AS (
    SELECT merchant_id, id, begun_at IS NULL OR kind = ANY(%s) OR channel = ANY(%s) AS goes_on FROM notices
    WHERE status = 'sending' AND leased_until < clock_timestamp() FOR UPDATE SKIP LOCKED
)
UPDATE notices n SET status = CASE WHEN goes_on THEN 'scheduled' ELSE 'failed' END, leased_until = NULL,
    settled_at = CASE WHEN goes_on THEN NULL ELSE %s::timestamptz END,
    error = CASE WHEN goes_on THEN error ELSE %s END
FROM lost WHERE n.merchant_id = lost.merchant_id AND n.id = lost.id
RETURNING n.id
"""


def due(most: int) -> int:
    """How many notices wait to be taken, counted up to `most`; lost ones among them."""
    row = statements().one(DUE, (now(), most))
    return int(row[0]) if row else 0


DUE = """
SELECT count(*) FROM (
    (SELECT 1 FROM notices WHERE status = 'scheduled' AND due_at <= %s LIMIT %s)
    UNION ALL (SELECT 1 FROM notices WHERE status = 'sending' AND leased_until < clock_timestamp() LIMIT 1)
) waiting
"""


def statements() -> Statements:
    found: Statements = current_app.extensions["statements"]
    return found
