"""RQ, the doorbell: work is named by ids, the rows behind it are the truth.

Each worker process listens to one queue only: a worker on several that dies at the wrong moment loses a job.
"""

from collections.abc import Iterable
from typing import cast

import redis
from flask import current_app
from rq import Queue
from rq.queue import EnqueueData

from commerce import embedded, work
from commerce.outbox import LEASE, Due
from commerce.settings import Settings

QUEUES = {
    "events": "what follows from an event, inside the house",
    "carriers": "calls to carriers and their brokers, which may be slow",
    "webhooks": "posts to merchants' own programs, which may be slow or gone",
    "notices": "messages on their way to shoppers",
    "periodic": "what comes round by the clock, and may take minutes",
    "models": "fitting the delivery-date model, and what it learns from",
}
MOST_AT_ONCE = 50
JOB_SECONDS = int(LEASE.total_seconds()) - 15  # a job ends before the lease of its work does
FAILURE_SECONDS = 3600


def connect(address: str, seconds: float = 5.0) -> redis.Redis:
    """A connection with a limit on every wait."""
    return redis.Redis.from_url(
        address, socket_timeout=seconds, socket_connect_timeout=5, health_check_interval=30
    )


def ring(connection: redis.Redis, due: Iterable[Due]) -> int:
    """Put the work's names on their queues; returns how many jobs that made. Ringing twice does no harm.

    A job costs more than most inside work does, so it takes several; foreign work goes one by one, for one
    slow host must not hold up what is meant for others.
    """
    inside: dict[str, list[tuple[str, int, int]]] = {}
    jobs: dict[str, list[EnqueueData]] = {}
    for subscriber, merchant_id, event_id in due:
        name = (subscriber.name, merchant_id, event_id)
        if subscriber.foreign:
            jobs.setdefault(subscriber.queue, []).append(job(name))
        else:
            inside.setdefault(subscriber.queue, []).append(name)
    for queue, names in inside.items():
        several = [job(*names[i : i + MOST_AT_ONCE]) for i in range(0, len(names), MOST_AT_ONCE)]
        jobs.setdefault(queue, []).extend(several)
    for queue, made in jobs.items():
        Queue(queue, connection=connection).enqueue_many(made)
    return sum(map(len, jobs.values()))


def job(*names: tuple[str, int, int]) -> EnqueueData:
    """A job that does the named work; nothing of it stays in Redis but, for an hour, a failure."""
    return Queue.prepare_data(
        work.do_all, args=(names,), timeout=JOB_SECONDS, result_ttl=0, failure_ttl=FAILURE_SECONDS
    )


def current() -> redis.Redis:
    """The application's own connection pool to Redis, made at first use."""
    if (connection := current_app.extensions.get("redis")) is None:
        connection = connect(address(current_app.config["SETTINGS"]))
        current_app.extensions["redis"] = connection
    return cast(redis.Redis, connection)


def address(settings: Settings) -> str:
    """Where Redis is: the one that is set, or the embedded one."""
    return settings.redis_url or embedded.redis_address(settings)
