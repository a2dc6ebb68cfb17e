"""The jobs of the queue `notices`: each works off what is due. The rows are the truth, a job only says: look."""

import time

import redis
from flask import current_app
from rq import Queue

from commerce.queue import FAILURE_SECONDS
from notifications import claiming, sending

QUEUE = "notices"
WORK_SECONDS = 30.0
JOB_SECONDS = 180  # a job ends well after the last message it may begin
MOST_JOBS = 16


def ring(connection: redis.Redis) -> int:
    """Put as many jobs on the queue as there are batches due, less those that wait there; returns how many."""
    batches = -(-claiming.due(MOST_JOBS * claiming.AT_ONCE) // claiming.AT_ONCE)
    queue = Queue(QUEUE, connection=connection)
    missing = batches - queue.count if batches else 0
    for _ in range(missing):
        queue.enqueue(work_off, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=FAILURE_SECONDS)
    return max(missing, 0)


def work_off() -> int:
    """Send until nothing is due or the time is up; returns how many notices were taken up."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    until, done = time.monotonic() + WORK_SECONDS, 0
    with app.app_context():
        claiming.recover(sending.keyed())
    while time.monotonic() < until:
        with app.app_context():
            if not (taken := sending.send_batch()):
                break
        done += taken
    return done
