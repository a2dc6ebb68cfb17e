"""Periodic work as data: what comes round, how often, and when it did last.

The database knows when each is due; the scheduler rings for it, a worker claims it and does it. A definition
that is new is added, one that is gone is removed, and a run that was missed is made up once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis
from rq import Queue
from sqlalchemy import text

from commerce.clock import now
from commerce.database import transaction
from commerce.queue import FAILURE_SECONDS
from commerce.statements import Statements

log = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RING_AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Periodic:
    """Work that comes round: at every multiple of `every` since 1970 began in UTC, plus `offset`.

    So `every=timedelta(days=1), offset=timedelta(hours=3)` is at three each night. A run longer than `limit`
    is ended. It must be safe to repeat: a worker may be killed between its effect and its note.
    """

    name: str
    run: Callable[[], object]
    every: timedelta
    offset: timedelta
    limit: timedelta
    queue: str


PERIODICS: dict[str, Periodic] = {}
Run = Callable[[], object]


def periodic(
    name: str,
    every: timedelta,
    *,
    offset: timedelta = timedelta(0),
    limit: timedelta = timedelta(minutes=5),
    queue: str = "periodic",
) -> Callable[[Run], Run]:
    """Make the decorated function periodic work; `name` stays with its stored row, so it never changes."""

    def register(run: Run) -> Run:
        PERIODICS[name] = Periodic(name, run, every, offset, limit, queue)
        return run

    return register


def next_time(after: datetime, every: timedelta, offset: timedelta = timedelta(0)) -> datetime:
    """The first time in the series that is later than `after` (aware)."""
    return EPOCH + offset + ((after - EPOCH - offset) // every + 1) * every


def reconcile() -> None:
    """Make the stored rows those of the definitions: what is the same keeps its time."""
    rows = [{"name": p.name, "due_at": next_time(now(), p.every, p.offset)} for p in PERIODICS.values()]
    with transaction() as session:
        session.execute(
            text("DELETE FROM periodic_runs WHERE NOT name = ANY(:names)"), {"names": list(PERIODICS)}
        )
        if rows:
            session.execute(text(ADD), rows)


# A due time further away than the definition allows is from an older definition.
ADD = """
INSERT INTO periodic_runs (name, due_at) VALUES (:name, :due_at)
ON CONFLICT (name) DO UPDATE SET due_at = least(periodic_runs.due_at, excluded.due_at)
"""


def hasten(name: str) -> None:
    """Let periodic work be due now, once, besides its own times.

    It is done again after a run under way, which may not see what is new, and at once where a worker was
    killed in the middle of it.
    """
    with transaction() as session:
        session.execute(text(HASTEN), {"name": name, "now": now()})


HASTEN = """
INSERT INTO periodic_runs (name, due_at) VALUES (:name, :now)
ON CONFLICT (name) DO UPDATE SET due_at = :now, leased_until = NULL
"""


def ring(connection: redis.Redis, statements: Statements) -> int:
    """Ring for what is due and not being done; returns how many."""
    at = now()
    names = statements.all(DUE, (at, at, at, at, RING_AGAIN_AFTER))
    known = [PERIODICS[name] for (name,) in names if name in PERIODICS]
    for due in known:
        Queue(due.queue, connection=connection).enqueue(
            run,
            due.name,
            job_timeout=int(due.limit.total_seconds()),
            result_ttl=0,
            failure_ttl=FAILURE_SECONDS,
        )
    return len(known)


DUE = """
UPDATE periodic_runs SET rung_at = %s
WHERE due_at <= %s AND (leased_until IS NULL OR leased_until < %s)
  AND (rung_at IS NULL OR rung_at < due_at OR rung_at < %s::timestamptz - %s::interval)
RETURNING name
"""


def run(name: str) -> bool:
    """Claim periodic work that is due and do it; False where another worker has it or it is done."""
    work = PERIODICS[name]
    started = now()
    with transaction() as session:
        claim = {"name": name, "now": started, "until": started + work.limit}
        if session.execute(text(CLAIM), claim).first() is None:
            return False
    error = None
    try:
        work.run()
    except Exception as exc:
        error = f"{type(exc).__name__}: {exc}"[:500]
        log.exception("periodic work failed", extra={"periodic": name})
    with transaction() as session:
        facts = {"name": name, "now": now(), "error": error}
        facts |= {"started": started, "next": next_time(started, work.every, work.offset)}
        session.execute(text(NOTE), facts)
    return True


CLAIM = """
UPDATE periodic_runs SET leased_until = :until
WHERE name = :name AND due_at <= :now AND (leased_until IS NULL OR leased_until < :now)
RETURNING name
"""
NOTE = """
UPDATE periodic_runs SET due_at = CASE WHEN due_at > :started THEN due_at ELSE :next END,
    leased_until = NULL, ran_at = :now, error = :error
WHERE name = :name
"""
