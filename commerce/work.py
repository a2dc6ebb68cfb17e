"""Doing the outbox's work: claimed under a lock, settled once, put off when it fails."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from commerce.database import db, transaction
from commerce.models import Event, EventWork
from commerce.outbox import LEASE, SUBSCRIBERS, Happened

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12  # of work that breaks: the last is made 68 minutes after the first
MOST_PATIENT_ATTEMPTS = 84  # of work that another system keeps from being done: three days


class TryLater(Exception):
    """The work can't be done now (a network, a 429, a 5xx); it is tried again, later each time."""


class GivenUp(Exception):
    """The work can never be done (another system refuses it); its reason is kept where staff see it."""


def do_all(named: Iterable[tuple[str, int, int]]) -> None:
    """Do several pieces of work, (subscriber, merchant, event) each, in a session of its own each."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for subscriber, merchant_id, event_id in named:
        with app.app_context():
            do(subscriber, merchant_id, event_id)


def do(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """Do one piece of work and settle it; False where it is done, not due, or another worker has it."""
    if (known := SUBSCRIBERS.get(subscriber)) is None:
        return False  # a newer release's; its own workers do it
    run = work_outside if known.foreign else work_inside
    try:
        return run(subscriber, merchant_id, event_id)
    except Exception as exc:
        postpone(subscriber, merchant_id, event_id, exc)
        return True


def work_inside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work and its settlement in one transaction, under the row's lock."""
    with transaction():
        row = claim(subscriber, merchant_id, event_id)
        if row is None:
            return False
        entry, event = row
        SUBSCRIBERS[subscriber].handle(event)
        settle(entry)
    return True


def work_outside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work under a lease with no transaction open, then its settlement."""
    with transaction():
        row = claim(subscriber, merchant_id, event_id)
        if row is None:
            return False
        row[0].due_at = func.now() + LEASE
        event = row[1]
    SUBSCRIBERS[subscriber].handle(event)
    with transaction():
        if entry := locked(subscriber, merchant_id, event_id):
            settle(entry)
    return True


def claim(subscriber: str, merchant_id: int, event_id: int) -> tuple[EventWork, Happened] | None:
    """The open work that is due, under its lock, with its event; None where another has it."""
    found = db.session.execute(
        select(EventWork, Event)
        .join(Event, (Event.merchant_id == EventWork.merchant_id) & (Event.id == EventWork.event_id))
        .where(
            EventWork.merchant_id == merchant_id,
            EventWork.event_id == event_id,
            EventWork.subscriber == subscriber,
            EventWork.state == "open",
            EventWork.due_at <= func.now(),
        )
        .with_for_update(of=EventWork, skip_locked=True)
    ).first()
    if found is None:
        return None
    entry, event = found
    return entry, Happened(event.id, event.merchant_id, event.kind, event.data, event.occurred_at)


def locked(subscriber: str, merchant_id: int, event_id: int) -> EventWork | None:
    """The open work under its lock, waited for; None where it is settled or gone."""
    return db.session.scalars(
        select(EventWork)
        .where(
            EventWork.merchant_id == merchant_id,
            EventWork.event_id == event_id,
            EventWork.subscriber == subscriber,
            EventWork.state == "open",
        )
        .with_for_update()
    ).first()


def settle(entry: EventWork) -> None:
    """Mark work done."""
    entry.state, entry.settled_at, entry.error = "done", func.now(), None
    entry.attempts += 1


def postpone(subscriber: str, merchant_id: int, event_id: int, exc: Exception) -> None:
    """Put failed work off, longer each time; after the last attempt it stays, marked failed."""
    with transaction():
        entry = locked(subscriber, merchant_id, event_id)
        if entry is None:
            return
        entry.attempts += 1
        entry.error = f"{type(exc).__name__}: {exc}"[:500]
        hopeless = isinstance(exc, GivenUp)
        wait = None if hopeless else next_wait(entry.attempts, patient=isinstance(exc, TryLater))
        if wait is None:
            entry.state, entry.settled_at = "failed", func.now()
        else:
            entry.due_at, entry.rung_at = func.now() + wait, None
        facts = {"subscriber": subscriber, "event_id": event_id, "attempts": entry.attempts}
    if wait is None:
        log.error("work given up", exc_info=exc, extra=facts)
    elif isinstance(exc, TryLater):
        log.info("work put off: %s", exc, extra=facts)
    else:
        log.warning("work put off", exc_info=exc, extra=facts)


def next_wait(attempts: int, *, patient: bool) -> timedelta | None:
    """How long to wait after that many failed attempts: twice as long each time, up to an hour.

    None after the last one. `patient` is for what another system holds up.
    """
    if attempts >= (MOST_PATIENT_ATTEMPTS if patient else MOST_ATTEMPTS):
        return None
    doublings: int = min(attempts - 1, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
