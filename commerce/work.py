"""Doing the outbox's work: claimed under a lock, settled once, put off when it fails."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from flask import current_app

from commerce.database import run, transaction
from commerce.outbox import LEASE, SUBSCRIBERS, Happened

Key = tuple[int, int, str]  # (merchant, event, subscriber)

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
    """Do several pieces of work, (subscriber, merchant, event) each, in a session of its own each.

    What a subscriber takes in sets is done together, unless that breaks.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for subscriber, group in groupby(named, key=itemgetter(0)):
        events = [(merchant_id, event_id) for _, merchant_id, event_id in group]
        with app.app_context():
            if do_together(subscriber, events):
                continue
        for merchant_id, event_id in events:
            with app.app_context():
                do(subscriber, merchant_id, event_id)


def do_together(subscriber: str, events: Sequence[tuple[int, int]]) -> bool:
    """Do a set of work and settle it in one transaction; False where it has to be done one by one."""
    known = SUBSCRIBERS.get(subscriber)
    if known is None or known.handle_all is None or len(events) == 1:
        return False
    merchants, ids = (list(column) for column in zip(*events, strict=True))
    try:
        with transaction():
            if claimed := run(CLAIM_SET, (merchants, ids, subscriber)):
                known.handle_all([Happened(*event) for _, *event in claimed])
                run(SETTLE_SET, ([place for place, *_ in claimed],))  # locked, so they stand there still
    except Exception:
        log.info("a set of work broke", exc_info=True, extra={"subscriber": subscriber})
        return False
    return True


def do(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """Do one piece of work and settle it; False where it is done, not due, or another worker has it."""
    if (known := SUBSCRIBERS.get(subscriber)) is None:
        return False  # a newer release's; its own workers do it
    work = work_outside if known.foreign else work_inside
    try:
        return work(subscriber, merchant_id, event_id)
    except Exception as exc:
        postpone(subscriber, merchant_id, event_id, exc)
        return True


def work_inside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work and its settlement in one transaction, under the row's lock."""
    key = (merchant_id, event_id, subscriber)
    with transaction():
        if (event := claim(key)) is None:
            return False
        SUBSCRIBERS[subscriber].handle(event)
        run(SETTLE, key)
    return True


def work_outside(subscriber: str, merchant_id: int, event_id: int) -> bool:
    """The work under a lease with no transaction open, then its settlement."""
    key = (merchant_id, event_id, subscriber)
    with transaction():
        if (event := claim(key)) is None:
            return False
        run(TAKE_LEASE, (LEASE, *key))
    SUBSCRIBERS[subscriber].handle(event)
    with transaction():
        run(SETTLE, key)
    return True


def claim(key: Key) -> Happened | None:
    """Lock open work that is due and return its event; None where another has it."""
    rows = run(CLAIM, key)
    return Happened(*rows[0]) if rows else None


def postpone(subscriber: str, merchant_id: int, event_id: int, exc: Exception) -> None:
    """Put failed work off, longer each time; after the last attempt it stays, marked failed."""
    key = (merchant_id, event_id, subscriber)
    with transaction():
        reason = f"{type(exc).__name__}: {exc}".replace("\x00", "")[:500]
        failed = run(FAIL, (reason, *key))
        if not failed:  # settled by another worker, or gone with its merchant
            return
        attempts = failed[0][0]
        hopeless = isinstance(exc, GivenUp)
        wait = None if hopeless else next_wait(attempts, patient=isinstance(exc, TryLater))
        if wait is None:
            run(GIVE_UP, key)
        else:
            run(PUT_OFF, (wait, *key))
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


# Neither done nor failed. By its state the database would read all open work, as statistics of a quiet hour say that
# there is none.
OPEN = "settled_at IS NULL"
CLAIM = f"""
SELECT e.id, e.merchant_id, e.kind, e.data, e.occurred_at
FROM event_work w JOIN events e ON e.merchant_id = w.merchant_id AND e.id = w.event_id
WHERE w.merchant_id = %s AND w.event_id = %s AND w.subscriber = %s AND w.{OPEN} AND w.due_at <= now()
FOR UPDATE OF w SKIP LOCKED
"""  # noqa: S608
CLAIM_SET = f"""
SELECT w.ctid, e.id, e.merchant_id, e.kind, e.data, e.occurred_at
FROM unnest(%s::int[], %s::bigint[]) AS named(merchant_id, event_id) CROSS JOIN LATERAL (
    SELECT ctid FROM event_work
    WHERE merchant_id = named.merchant_id AND event_id = named.event_id AND subscriber = %s AND {OPEN}
      AND due_at <= now()
    FOR UPDATE SKIP LOCKED
) w JOIN events e ON e.merchant_id = named.merchant_id AND e.id = named.event_id
ORDER BY e.merchant_id, e.id
"""  # noqa: S608
CHANGE = f"""
UPDATE event_work SET {{}} WHERE merchant_id = %s AND event_id = %s AND subscriber = %s AND {OPEN}
"""  # noqa: S608
TAKE_LEASE = CHANGE.format("due_at = now() + %s")
SETTLE = CHANGE.format("state = 'done', attempts = attempts + 1, settled_at = now(), error = NULL")
SETTLE_SET = """
UPDATE event_work SET state = 'done', attempts = attempts + 1, settled_at = now(), error = NULL
WHERE ctid = ANY(%s::tid[])
"""
FAIL = CHANGE.format("attempts = attempts + 1, error = %s") + "RETURNING attempts"
PUT_OFF = CHANGE.format("due_at = now() + %s, rung_at = NULL")
GIVE_UP = CHANGE.format("state = 'failed', settled_at = now()")
