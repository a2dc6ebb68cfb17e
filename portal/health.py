"""Is the process up, can it work, and what has it counted."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from commerce import queue
from commerce.database import db, migrations_folder

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def ready() -> tuple[dict[str, object], int]:
    """Database, Redis and migrations are as they should be; 503 names what is not."""
    checks = {"database": database_answers(), "migrations": migrated(), "redis": redis_answers()}
    good = all(checks.values())
    return {"status": "ok" if good else "not ready", "checks": checks}, 200 if good else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """What Prometheus reads: this process's own figures, and the state of the work, which all share."""
    return Response(generate_latest() + generate_latest(work_figures()), content_type=CONTENT_TYPE_LATEST)


def work_figures() -> CollectorRegistry:
    """How much work is open and how much failed, by subscriber, and for how long the oldest is due; none without
    a database."""
    registry = CollectorRegistry()
    amount = Gauge("waypost_work", "Pieces of work", ["subscriber", "state"], registry=registry)
    late = Gauge("waypost_work_due_seconds", "Since the oldest was due", ["subscriber"], registry=registry)
    try:
        with db.engine.connect() as connection:
            rows = connection.execute(WORK).all()
    except Exception:
        return registry
    for subscriber, state, pieces, seconds in rows:
        amount.labels(subscriber, state).set(pieces)
        if state == "open":
            late.labels(subscriber).set(max(0.0, seconds))
    return registry


WORK = text("""
SELECT subscriber, 'open', count(*), extract(epoch FROM now() - min(due_at))
FROM event_work WHERE state = 'open' GROUP BY subscriber
UNION ALL
SELECT subscriber, 'failed', count(*), 0 FROM event_work WHERE state = 'failed' GROUP BY subscriber
""")


def database_answers() -> bool:
    try:
        return bool(current_app.extensions["statements"].one("SELECT 1") == (1,))
    except Exception:
        return False


def migrated() -> bool:
    """Whether the database stands at the newest migration."""
    try:
        with db.engine.connect() as connection:
            stands_at = MigrationContext.configure(connection).get_current_heads()
    except Exception:
        return False
    return set(stands_at) == set(ScriptDirectory(migrations_folder()).get_heads())


def redis_answers() -> bool:
    try:
        return bool(queue.current().ping())
    except Exception:
        return False
