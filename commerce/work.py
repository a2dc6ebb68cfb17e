"""Doing the outbox's work: claimed under a lock, settled once, put off when it fails."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import Interval, Table, bindparam, func, text, update
from sqlalchemy.orm import Session

from commerce.database import transaction
from commerce.models import EventWork
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
    name = {"by": subscriber, "merchant": merchant_id, "event": event_id}
    with transaction() as session:
        if (event := claim(session, name)) is None:
            return False
        SUBSCRIBERS[subscriber].handle(event)
        session.execute(SETTLE, name)
    return True


def work_outside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work under a lease with no transaction open, then its settlement."""
    name = {"by": subscriber, "merchant": merchant_id, "event": event_id}
    with transaction() as session:
        if (event := claim(session, name)) is None:
            return False
        session.execute(TAKE_LEASE, name)
    SUBSCRIBERS[subscriber].handle(event)
    with transaction() as session:
        session.execute(SETTLE, name)
    return True


def claim(session: Session, name: dict[str, Any]) -> Happened | None:
    """Lock open work that is due and return its event; None where another has it."""
    row = session.execute(CLAIM, name).first()
    return Happened(*row) if row else None


def postpone(subscriber: str, merchant_id: int, event_id: int, exc: Exception) -> None:
    """Put failed work off, longer each time; after the last attempt it stays, marked failed."""
    name = {"by": subscriber, "merchant": merchant_id, "event": event_id}
    with transaction() as session:
        reason = f"{type(exc).__name__}: {exc}".replace("\x00", "")[:500]
        attempts = session.scalar(FAIL, {**name, "reason": reason})
        if attempts is None:  # settled by another worker, or gone with its merchant
            return
        hopeless = isinstance(exc, GivenUp)
        wait = None if hopeless else next_wait(attempts, patient=isinstance(exc, TryLater))
        if wait is None:
            session.execute(GIVE_UP, name)
        else:
            session.execute(PUT_OFF, {**name, "wait": wait})
    facts = {"subscriber": subscriber, "event_id": event_id, "attempts": attempts}
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


CLAIM = text("""
SELECT e.id, e.merchant_id, e.kind, e.data, e.occurred_at
FROM event_work w JOIN events e ON e.merchant_id = w.merchant_id AND e.id = w.event_id
WHERE w.merchant_id = :merchant AND w.event_id = :event AND w.subscriber = :by
  AND w.state = 'open' AND w.due_at <= now()
FOR UPDATE OF w SKIP LOCKED
""")
ROWS = cast(Table, EventWork.__table__)
NAMED = (
    (ROWS.c.merchant_id == bindparam("merchant"))
    & (ROWS.c.event_id == bindparam("event"))
    & (ROWS.c.subscriber == bindparam("by"))
    & (ROWS.c.state == "open")
)
ONE_MORE = ROWS.c.attempts + 1
TAKE_LEASE = update(ROWS).where(NAMED).values(due_at=func.now() + LEASE)
SETTLE = update(ROWS).where(NAMED).values(state="done", attempts=ONE_MORE, settled_at=func.now(), error=None)
FAIL = (
    update(ROWS).where(NAMED).values(attempts=ONE_MORE, error=bindparam("reason")).returning(ROWS.c.attempts)
)
PUT_OFF = (
    update(ROWS).where(NAMED).values(due_at=func.now() + bindparam("wait", type_=Interval), rung_at=None)
)
GIVE_UP = update(ROWS).where(NAMED).values(state="failed", settled_at=func.now())
