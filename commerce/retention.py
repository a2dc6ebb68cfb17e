"""How long machinery keeps what it no longer needs, and how long each shop keeps what it told us to."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from commerce.clock import now
from commerce.database import run, transaction
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
SHOPS = """
SELECT id, config -> 'retention' FROM merchants
WHERE jsonb_path_exists(config, '$.retention.* ? (@ > 0)') ORDER BY id
"""

BY_KIND: dict[str, str] = {}
"""By key of the file's `retention`: what deletes a batch of one merchant's rows from before a time."""


@periodic("keep-no-longer", every=timedelta(days=1), offset=timedelta(hours=5), limit=timedelta(hours=2))
def keep_no_longer() -> int:
    """Delete what each shop keeps no longer by its file; returns how many rows went."""
    with transaction():
        shops = run(SHOPS)
    return sum(forget_kinds(merchant_id, days) for merchant_id, days in shops)


def forget_kinds(merchant_id: int, days: dict[str, int | None]) -> int:
    """Delete one shop's old rows, by how many days it keeps each kind."""
    return sum(
        forget_kind(merchant_id, statement, now() - timedelta(days=kept))
        for kind, statement in BY_KIND.items()
        if (kept := days.get(kind))
    )


def forget_kind(merchant_id: int, statement: str, before: datetime) -> int:
    gone, values = 0, {"merchant": merchant_id, "before": before, "most": AT_ONCE}
    while True:
        with transaction():
            batch: list[tuple[Any, ...]] = run(statement, values)
        gone += len(batch)
        if not batch:
            return gone
