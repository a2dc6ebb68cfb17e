"""The outbox: what happened is written with it, handed on after, and has one effect per subscriber.

A relay turns each event into one row of work per subscriber and rings the queue; a worker claims the row,
does the work and settles it in one transaction. The row is the truth, the queue only the doorbell: the sweep
rings again for whatever stayed open, so an emptied Redis or a killed process loses nothing. All its times are
the database's own, so hosts whose clocks differ agree on what is due.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import text

from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.statements import Statements

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
    `among`, asked inside the relay's transaction, says which of these merchants it has work for; where there
    is none, it has work for all. `handle_all`, of inside work alone, takes several events in one transaction.
    """

    name: str
    kinds: frozenset[str]
    handle: Callable[[Happened], None]
    queue: str
    foreign: bool
    among: Callable[[set[int]], set[int]] | None = None
    handle_all: Callable[[Sequence[Happened]], None] | None = None


SUBSCRIBERS: dict[str, Subscriber] = {}
Due = tuple[Subscriber, int, int]  # (subscriber, merchant, event)
Handler = Callable[[Happened], None]
SetHandler = Callable[[Sequence[Happened]], None]


def subscribe(
    name: str,
    kinds: Iterable[str],
    *,
    queue: str = "events",
    foreign: bool = False,
    among: Callable[[set[int]], set[int]] | None = None,
) -> Callable[[Handler], Handler]:
    """Make the decorated function a subscriber; `name` stays with stored work, so it never changes."""

    def register(handle: Handler) -> Handler:
        SUBSCRIBERS[name] = Subscriber(name, frozenset(kinds), handle, queue, foreign, among)
        return handle

    return register


def subscribe_to_sets(
    name: str, kinds: Iterable[str], *, queue: str = "events"
) -> Callable[[SetHandler], SetHandler]:
    """The same for inside work that several events cost little more than one; it gets them in their order.

    Where a set breaks, each of its events is handled by itself.
    """

    def register(handle_all: SetHandler) -> SetHandler:
        subscribe(name, kinds, queue=queue)(lambda event: handle_all([event]))
        SUBSCRIBERS[name] = replace(SUBSCRIBERS[name], handle_all=handle_all)
        return handle_all

    return register


def emit(merchant_id: int, kind: str, **data: Any) -> None:
    """Write what happened; it must be called inside the transaction in which it happened."""
    emit_all(merchant_id, [(kind, data)])


def emit_all(merchant_id: int, events: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """The same for several events, each its kind and its data, in their order and in one statement."""
    if not events:
        return
    if not db.session().info.get("open"):
        raise RuntimeError(f"{events[0][0]} was emitted outside a transaction")
    kinds, data = zip(*events, strict=True)
    run(EMIT, (merchant_id, now(), list(kinds), [Jsonb(one) for one in data]))


EMIT = """
INSERT INTO events (merchant_id, occurred_at, kind, data)
SELECT %s, %s, kind, data FROM unnest(%s::text[], %s::jsonb[]) WITH ORDINALITY AS told(kind, data, place)
ORDER BY place
"""


def waits(statements: Statements) -> bool:
    """Whether an event waits to be handed on; asking costs a fraction of `relay`."""
    return statements.one(WAITS) is not None


WAITS = "SELECT id FROM events WHERE relayed_at IS NULL ORDER BY id LIMIT 1"


def relay(most: int = 500) -> list[Due]:
    """Turn up to `most` new events into open work; returns what to ring for."""
    with transaction() as session:
        events = session.execute(TAKE, {"most": most}).all()
        due = [due for subscriber in SUBSCRIBERS.values() for due in work_for(subscriber, events)]
        if due:
            named = zip(*((m, e, s.name) for s, m, e in due), strict=True)
            run(OPEN, [list(column) for column in named])
    return due


def work_for(subscriber: Subscriber, events: Sequence[Any]) -> list[Due]:
    """What a subscriber has to do about these events, (merchant, event, kind) each."""
    due = [(subscriber, m, e) for m, e, kind in events if kind in subscriber.kinds]
    if subscriber.among is None or not due:
        return due
    concerned = subscriber.among({m for _, m, _ in due})
    return [one for one in due if one[1] in concerned]


TAKE = text("""
WITH taken AS (
    SELECT merchant_id, id, kind FROM events WHERE relayed_at IS NULL
    ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
)
UPDATE events SET relayed_at = now() FROM taken
WHERE events.merchant_id = taken.merchant_id AND events.id = taken.id
RETURNING taken.merchant_id, taken.id, taken.kind
""")
OPEN = """
INSERT INTO event_work (merchant_id, event_id, subscriber, state, attempts, due_at, rung_at)
SELECT merchant_id, event_id, subscriber, 'open', 0, now(), now()
FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS new(merchant_id, event_id, subscriber)
ON CONFLICT DO NOTHING
"""


def is_due(statements: Statements) -> bool:
    """Whether any work is open and due, rung for or not; asking costs a fraction of `overdue`."""
    return statements.one(IS_DUE) is not None


IS_DUE = "SELECT event_id FROM event_work WHERE state = 'open' AND due_at <= now() ORDER BY due_at LIMIT 1"


def overdue(queue: str, unheard: timedelta, most: int = 500) -> list[Due]:
    """Open work of one queue that is due, and that nobody rang for within `unheard`."""
    names = [name for name, subscriber in SUBSCRIBERS.items() if subscriber.queue == queue]
    with transaction() as session:
        rows = session.execute(RING_AGAIN, {"names": names, "unheard": unheard, "most": most}).all()
    return [(SUBSCRIBERS[name], merchant_id, event_id) for name, merchant_id, event_id in rows]


RING_AGAIN = text("""
UPDATE event_work SET rung_at = now() WHERE (merchant_id, event_id, subscriber) IN (
    SELECT merchant_id, event_id, subscriber FROM event_work
    WHERE state = 'open' AND due_at <= now() AND (rung_at IS NULL OR rung_at < now() - :unheard)
      AND subscriber = ANY(:names)
    ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED
) RETURNING subscriber, merchant_id, event_id
""")
