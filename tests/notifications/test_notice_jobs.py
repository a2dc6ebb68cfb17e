"""The queue of notices: rung for as long as something is due, and worked off."""

import pytest
import redis
from flask import Flask
from rq import Queue

from commerce import clock, queue
from commerce.models import Merchant
from notifications import claiming, notice_jobs
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, order_of, outcomes, ship
from tests.notifications.postbox import Postbox


@pytest.fixture
def connection(app: Flask) -> redis.Redis:
    connection = queue.current()
    Queue(notice_jobs.QUEUE, connection=connection).empty()
    return connection


def make_due(merchant: Merchant, most: int) -> None:
    with clock.at(NOON):
        for number in range(most):
            find_delay(ship(order_of(merchant, f"A{number}")))
        follow()


def test_nothing_due_rings_for_nobody(connection: redis.Redis) -> None:
    assert notice_jobs.ring(connection) == 0


def test_a_job_is_rung_for_each_batch_due_and_not_again_while_it_waits(
    connection: redis.Redis, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "AT_ONCE", 2)
    make_due(merchant, 5)
    with clock.at(NOON):
        assert (notice_jobs.ring(connection), notice_jobs.ring(connection)) == (3, 0)


def test_a_job_works_everything_off(app: Flask, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "AT_ONCE", 2)
    merchant = make_merchant(notifications={"daily_cap": None})
    make_due(merchant, 5)
    with clock.at(NOON):
        assert notice_jobs.work_off() == 5
        assert claiming.due(10) == 0
    assert outcomes(merchant) == [("delayed", "sent")] * 5
