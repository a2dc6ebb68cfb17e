"""The outbox: what happened is written with it, handed on after, and has one effect per subscriber.

A relay turns each event into one row of work per subscriber and rings the queue; a worker claims the row,
does the work and settles it in one transaction. The row is the truth, the queue only the doorbell: the sweep
rings again for whatever stayed open, so an emptied Redis or a killed process loses nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from commerce.database import db, transaction
from commerce.models import Event, EventWork

LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Happened:
    """An event as its subscribers see it."""

    id: int
    merchant_id: int
    kind: str
    data: dict[str, Any]
    occurred_at: datetime


@dataclass(frozen=True)
class Subscriber:
    """Who works on which kinds of event, on which queue.

    An inside handler runs in the transaction that settles its work, so it has its effect once. A foreign one
    talks to another system: it runs outside any transaction, under a lease, and must be safe to repeat.
    """

    name: str
    kinds: frozenset[str]
    handle: Callable[[Happened], None]
    queue: str
    foreign: bool


SUBSCRIBERS: dict[str, Subscriber] = {}
Handler = Callable[[Happened], None]


def subscribe(
    name: str, kinds: Iterable[str], *, queue: str = "events", foreign: bool = False
) -> Callable[[Handler], Handler]:
    """Make the decorated function a subscriber; `name` stays with stored work, so it never changes."""

    def register(handle: Handler) -> Handler:
        SUBSCRIBERS[name] = Subscriber(name, frozenset(kinds), handle, queue, foreign)
        return handle

    return register


def emit(merchant_id: int, kind: str, **data: Any) -> None:
    """Write what happened; it must be called inside the transaction in which it happened."""
    session = db.session()
    if not session.info.get("open"):
        raise RuntimeError(f"{kind} was emitted outside a transaction")
    session.add(Event(merchant_id=merchant_id, kind=kind, data=data))


def relay(most: int = 500) -> list[tuple[Subscriber, int, int]]:
    """Turn unrelayed events into open work; returns (subscriber, merchant, event) to ring for."""
    with transaction() as session:
        rows = session.execute(
            select(Event.merchant_id, Event.id, Event.kind)
            .where(Event.relayed_at.is_(None))
            .order_by(Event.id)
            .limit(most)
            .with_for_update(skip_locked=True),
            execution_options={"across_merchants": True},
        ).all()
        if not rows:
            return []
        work = [(s, m, e) for m, e, kind in rows for s in SUBSCRIBERS.values() if kind in s.kinds]
        if work:
            session.execute(
                insert(EventWork).on_conflict_do_nothing(),
                [{"merchant_id": m, "event_id": e, "subscriber": s.name} for s, m, e in work],
            )
        session.execute(
            text("UPDATE events SET relayed_at = now() WHERE id = ANY(:ids)"),
            {"ids": [e for _, e, _ in rows]},
        )
    return work


def overdue(most: int = 500) -> list[tuple[Subscriber, int, int]]:
    """Open work that is due and has not been rung for lately; rings are spaced by the lease."""
    with transaction() as session:
        rows = session.execute(
            text(
                "UPDATE event_work SET due_at = now() + :lease WHERE (merchant_id, event_id, subscriber) IN ("
                " SELECT merchant_id, event_id, subscriber FROM event_work"
                " WHERE state = 'open' AND due_at < now() - :grace ORDER BY due_at LIMIT :most"
                " FOR UPDATE SKIP LOCKED) RETURNING subscriber, merchant_id, event_id"
            ),
            {"lease": LEASE, "grace": timedelta(seconds=5), "most": most},
        ).all()
    return [(SUBSCRIBERS[name], m, e) for name, m, e in rows if name in SUBSCRIBERS]


def forget(older_than: timedelta = timedelta(days=30), most: int = 5000) -> int:
    """Drop settled events older than that; returns how many."""
    with transaction() as session:
        gone = session.execute(text(FORGET), {"age": older_than, "most": most}).all()
    return len(gone)


FORGET = """
DELETE FROM events WHERE (merchant_id, id) IN (
    SELECT e.merchant_id, e.id FROM events e
    WHERE e.relayed_at < now() - :age AND NOT EXISTS (
        SELECT 1 FROM event_work w
        WHERE w.merchant_id = e.merchant_id AND w.event_id = e.id AND w.state <> 'done'
    ) LIMIT :most
) RETURNING id
"""
