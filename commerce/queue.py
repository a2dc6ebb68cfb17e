"""RQ, the doorbell: work is named by ids, the rows behind it are the truth.

Each worker process listens to one queue only: a worker on several that dies at the wrong moment loses a job.
"""

import logging
from collections.abc import Iterable
from typing import Any, cast

import redis
from flask import current_app
from rq import Queue

from commerce import embedded, work
from commerce.outbox import Subscriber
from commerce.settings import Settings

log = logging.getLogger(__name__)

QUEUES = {
    "events": "what follows from an event, inside the house",
    "carriers": "calls to carriers and their brokers, which may be slow",
}


def connect(address: str) -> redis.Redis:
    """A connection with a limit on every wait."""
    return redis.Redis.from_url(
        address, socket_timeout=30, socket_connect_timeout=5, health_check_interval=30
    )


def ring(connection: redis.Redis, due: Iterable[tuple[Subscriber, int, int]]) -> int:
    """Put the work's names on their queues; returns how many. Ringing twice does no harm."""
    by_queue: dict[str, list[Any]] = {}
    for subscriber, merchant_id, event_id in due:
        job = Queue.prepare_data(work.do, args=(subscriber.name, merchant_id, event_id), result_ttl=0)
        by_queue.setdefault(subscriber.queue, []).append(job)
    for name, jobs in by_queue.items():
        Queue(name, connection=connection).enqueue_many(jobs)
    return sum(map(len, by_queue.values()))


def current() -> redis.Redis:
    """The application's own connection pool to Redis, made at first use."""
    if (connection := current_app.extensions.get("redis")) is None:
        settings: Settings = current_app.config["SETTINGS"]
        connection = connect(settings.redis_url or embedded.redis_address(settings))
        current_app.extensions["redis"] = connection
    return cast(redis.Redis, connection)
