"""Doing the outbox's work: claimed under a lock, settled once, put off when it fails."""

import logging
from datetime import timedelta

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Event, EventWork
from commerce.outbox import LEASE, SUBSCRIBERS, Happened

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=2)


class TryLater(Exception):
    """The work can't be done now (a network, a 429, a 5xx); it is tried again, later each time."""


def do(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """Do one piece of work and settle it; False where it is done already or another worker has it."""
    run = work_outside if SUBSCRIBERS[subscriber].foreign else work_inside
    try:
        return run(subscriber, merchant_id, event_id)
    except Exception as exc:
        postpone(subscriber, merchant_id, event_id, exc)
        return True


def work_inside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work and its settlement in one transaction, under the row's lock."""
    with transaction():
        row = open_row(subscriber, merchant_id, event_id)
        if row is None:
            return False
        entry, event = row
        SUBSCRIBERS[subscriber].handle(event)
        settle(entry)
    return True


def work_outside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work under a lease with no transaction open, then its settlement."""
    with transaction():
        row = open_row(subscriber, merchant_id, event_id)
        if row is None or (row[0].leased_until or now()) > now():
            return False
        row[0].leased_until = now() + LEASE
        event = row[1]
    SUBSCRIBERS[subscriber].handle(event)
    with transaction():
        if row := open_row(subscriber, merchant_id, event_id):
            settle(row[0])
    return True


def open_row(subscriber: str, merchant_id: int, event_id: int) -> tuple[EventWork, Happened] | None:
    """The open work under its lock, with its event; None where it is settled or locked."""
    found = db.session.execute(
        select(EventWork, Event)
        .join(Event, (Event.merchant_id == EventWork.merchant_id) & (Event.id == EventWork.event_id))
        .where(
            EventWork.merchant_id == merchant_id,
            EventWork.event_id == event_id,
            EventWork.subscriber == subscriber,
            EventWork.state == "open",
        )
        .with_for_update(of=EventWork, skip_locked=True)
    ).first()
    if found is None:
        return None
    entry, event = found
    return entry, Happened(event.id, event.merchant_id, event.kind, event.data, event.occurred_at)


def settle(entry: EventWork) -> None:
    """Mark work done."""
    entry.state, entry.settled_at, entry.error, entry.leased_until = "done", now(), None, None
    entry.attempts += 1


def postpone(subscriber: str, merchant_id: int, event_id: int, exc: Exception) -> None:
    """Put failed work off, twice as long each time; after the last attempt it stays, marked failed."""
    with transaction() as session:
        entry = session.scalars(
            select(EventWork)
            .where(
                EventWork.merchant_id == merchant_id,
                EventWork.event_id == event_id,
                EventWork.subscriber == subscriber,
            )
            .with_for_update()
        ).one()
        entry.attempts += 1
        entry.error = f"{type(exc).__name__}: {exc}"[:500]
        if entry.attempts >= MOST_ATTEMPTS:
            entry.state, entry.settled_at = "failed", now()
        entry.leased_until = None
        entry.due_at = now() + FIRST_WAIT * 2**entry.attempts
    told = log.info if isinstance(exc, TryLater) else log.exception
    told("work put off", extra={"subscriber": subscriber, "event": event_id, "attempts": entry.attempts})
