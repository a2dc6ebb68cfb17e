"""`waypost scheduler`: hands on what happened, rings again for what stayed open, and keeps the time.

Any number may run; a lock in the database elects one, the others stand by and take over.
"""

import logging
import signal
import threading
import time
from datetime import timedelta

import click
import psycopg
import redis
from flask import current_app
from flask.cli import with_appcontext
from rq import Queue
from sqlalchemy.exc import DBAPIError

from commerce import outbox, queue, schedule
from commerce.database import db
from notifications import notice_jobs

log = logging.getLogger(__name__)

ELECTION = 4_729_163  # any number that no other advisory lock of this database has
FULL = 500
PAUSE_SECONDS = 0.1
SWEEP_SECONDS = 1.0
STANDBY_SECONDS = 1.0
UNHEARD = timedelta(seconds=5)


@click.command()
@with_appcontext
def scheduler() -> None:
    """Relay events to the queues and start periodic work."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    trouble = ""
    while not stopping.is_set():
        try:
            stand_for_election(stopping)
        except (DBAPIError, psycopg.Error, redis.RedisError) as exc:
            db.session.remove()
            if str(exc) != trouble:
                log.warning("waiting for the database and Redis: %s", exc)
            trouble = str(exc)
            stopping.wait(STANDBY_SECONDS)


def stand_for_election(stopping: threading.Event) -> None:
    """Wait until this process is the one, then lead until it is to stop or loses its connection."""
    url = current_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "", 1)
    with psycopg.connect(
        url, autocommit=True, connect_timeout=5, application_name="waypost scheduler"
    ) as seat:
        while not stopping.is_set():
            if seat.execute("SELECT pg_try_advisory_lock(%s)", (ELECTION,)).fetchone() == (True,):
                log.info("this scheduler leads")
                lead(stopping, seat)
            stopping.wait(STANDBY_SECONDS)


def lead(stopping: threading.Event, seat: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Relay without pause while there is something to relay; sweep once a second.

    Most of the day nothing waits, so it is asked first in the cheapest way there is.
    """
    connection, statements = queue.current(), current_app.extensions["statements"]
    schedule.reconcile()
    next_sweep = time.monotonic()
    while not stopping.is_set():
        relayed = relay(connection) if outbox.waits(statements) else 0
        if time.monotonic() >= next_sweep:
            seat.execute("SELECT 1")  # where the seat is lost, so is the lead
            connection.ping()
            if outbox.is_due(statements):
                sweep(connection)
            notice_jobs.ring(connection)
            schedule.ring(connection, statements)
            next_sweep = time.monotonic() + SWEEP_SECONDS
        if relayed < FULL:  # a short pause lets more come together, for fewer and fuller jobs
            stopping.wait(PAUSE_SECONDS)


def relay(connection: redis.Redis) -> int:
    """Hand on what happened; returns how much work that made."""
    connection.ping()  # while there is no Redis, events are best left where they are
    due = outbox.relay(FULL)
    queue.ring(connection, due)
    return len(due)


def sweep(connection: redis.Redis) -> None:
    """Ring again for what stayed open.

    What an empty queue does not hold was lost; a queue that is being worked off may still hold it, and is
    only doubted after as long as a lease.
    """
    for name in queue.QUEUES:
        unheard = outbox.LEASE if Queue(name, connection=connection).count else UNHEARD
        queue.ring(connection, outbox.overdue(name, unheard))


commands = [scheduler]
