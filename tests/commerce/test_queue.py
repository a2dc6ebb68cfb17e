"""The queues: short jobs that name the work, and nothing that stays."""

from collections.abc import Iterator

import pytest
import redis
from flask import Flask
from rq import Queue, SimpleWorker

from commerce import outbox, queue, work
from commerce.database import transaction
from commerce.models import Merchant
from commerce.outbox import LEASE, SUBSCRIBERS, Happened, Subscriber, subscribe


def nothing(event: Happened) -> None:
    """What these subscribers do."""


INSIDE = Subscriber("inside", frozenset({"parcel.seen"}), nothing, "events", foreign=False)
FOREIGN = Subscriber("foreign", frozenset({"parcel.seen"}), nothing, "carriers", foreign=True)


@pytest.fixture
def connection(servers: dict[str, str]) -> Iterator[redis.Redis]:
    """A Redis whose queues are empty."""
    connection = queue.connect(servers["REDIS_URL"])
    empty(connection)
    yield connection
    empty(connection)
    connection.close()


def empty(connection: redis.Redis) -> None:
    for name in queue.QUEUES:
        Queue(name, connection=connection).empty()


@pytest.fixture
def merchant(merchant: Merchant, own_listeners: None) -> Merchant:
    """A shop in whose name a test subscribes."""
    return merchant


def named(connection: redis.Redis, name: str) -> list[tuple[str, int, int]]:
    return [one for job in Queue(name, connection=connection).jobs for one in job.args[0]]


def test_work_goes_to_its_listeners_queue(connection: redis.Redis) -> None:
    queue.ring(connection, [(INSIDE, 1, 10), (FOREIGN, 1, 10)])
    assert named(connection, "events") == [("inside", 1, 10)]
    assert named(connection, "carriers") == [("foreign", 1, 10)]


def test_small_work_is_put_together_and_foreign_work_is_not(connection: redis.Redis) -> None:
    events = range(2 * queue.MOST_AT_ONCE + 5)
    queue.ring(connection, [(INSIDE, 1, n) for n in events] + [(FOREIGN, 1, n) for n in range(3)])
    assert len(Queue("events", connection=connection)) == 3
    assert len(Queue("carriers", connection=connection)) == 3
    assert [event for _, _, event in named(connection, "events")] == list(events)


def test_a_job_ends_before_the_lease_of_its_work(connection: redis.Redis) -> None:
    queue.ring(connection, [(FOREIGN, 1, 1)])
    [job] = Queue("carriers", connection=connection).jobs
    assert 0 < job.timeout < LEASE.total_seconds()


def test_a_job_that_is_done_leaves_nothing_in_redis(connection: redis.Redis, merchant: Merchant) -> None:
    seen: list[int] = []
    subscribe("inside", ["parcel.seen"])(lambda event: seen.append(event.id))
    with transaction():
        outbox.emit(merchant.id, "parcel.seen")
    queue.ring(connection, [due for due in outbox.relay() if due[0].name == "inside"])
    [job] = Queue("events", connection=connection).job_ids
    SimpleWorker([Queue("events", connection=connection)], connection=connection).work(burst=True)
    assert len(seen) == 1
    assert connection.keys(f"rq:*{job}*") == []


def test_a_job_names_its_work_by_a_path_that_workers_can_import(connection: redis.Redis) -> None:
    queue.ring(connection, [(INSIDE, 1, 1)])
    [job] = Queue("events", connection=connection).jobs
    assert job.func is work.do_all


def test_every_listener_has_a_queue_that_workers_listen_to(app: Flask) -> None:
    assert {subscriber.queue for subscriber in SUBSCRIBERS.values()} <= set(queue.QUEUES)
