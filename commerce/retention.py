"""How long machinery keeps what it no longer needs."""

from datetime import timedelta

from sqlalchemy import text

from commerce.clock import now
from commerce.database import transaction
from commerce.schedule import periodic

KEEP_EVENTS = timedelta(days=30)
KEEP_ANSWERS = timedelta(hours=25)  # a repeated idempotency key gives the same answer for 24 hours
AT_ONCE = 500  # of each merchant where they are asked one by one


@periodic("forget-events", every=timedelta(hours=1))
def forget_events() -> int:
    """Drop events whose work was settled long ago; returns how many."""
    return forget(EVENTS, KEEP_EVENTS)


@periodic("forget-answers", every=timedelta(hours=1))
def forget_answers() -> int:
    """Drop the kept answers to idempotent requests that are past their time; returns how many."""
    return forget(ANSWERS, KEEP_ANSWERS)


def forget(statement: str, keep: timedelta) -> int:
    """Delete in short transactions until nothing is left; returns how many rows went."""
    gone, before = 0, now() - keep
    while True:
        with transaction() as session:
            batch = len(session.execute(text(statement), {"before": before, "most": AT_ONCE}).all())
        gone += batch
        if not batch:
            return gone


EVENTS = """
DELETE FROM events WHERE (merchant_id, id) IN (
    SELECT e.merchant_id, e.id FROM merchants m CROSS JOIN LATERAL (
        SELECT * FROM events WHERE merchant_id = m.id ORDER BY id LIMIT :most
    ) e
    WHERE e.occurred_at < :before AND e.relayed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM event_work w
        WHERE w.merchant_id = e.merchant_id AND w.event_id = e.id AND w.state = 'open'
    )
) RETURNING id
"""
ANSWERS = """
DELETE FROM kept_answers WHERE (merchant_id, key) IN (
    SELECT merchant_id, key FROM kept_answers WHERE created_at < :before LIMIT :most
) RETURNING key
"""
