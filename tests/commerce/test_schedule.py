"""Periodic work: in time, once, and made up for once when it was missed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis
from flask import Flask, current_app
from hypothesis import given
from hypothesis import strategies as st
from rq import Queue
from sqlalchemy import select, text

from commerce import clock, schedule
from commerce.database import db
from commerce.models import PeriodicRun
from commerce.schedule import PERIODICS, next_time, periodic

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOURLY = timedelta(hours=1)


class Runs(list[datetime]):
    def run(self) -> None:
        self.append(clock.now())


@pytest.fixture
def runs(app: Flask) -> Iterator[Runs]:
    """The runs of one hourly piece of work, the only one there is."""
    before = dict(PERIODICS)
    PERIODICS.clear()
    runs = Runs()
    periodic("count", every=HOURLY)(runs.run)
    yield runs
    PERIODICS.clear()
    PERIODICS.update(before)
    db.session.rollback()
    db.session.execute(text("DELETE FROM periodic_runs"))
    db.session.commit()


@pytest.fixture
def connection(servers: dict[str, str]) -> Iterator[redis.Redis]:
    connection = redis.Redis.from_url(servers["REDIS_URL"])
    yield connection
    Queue("periodic", connection=connection).delete()
    connection.close()


def stored() -> PeriodicRun | None:
    db.session.expire_all()
    return db.session.scalars(select(PeriodicRun)).one_or_none()


def ring(connection: redis.Redis) -> int:
    return schedule.ring(connection, current_app.extensions["statements"])


def test_it_runs_at_its_time_and_not_before(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.reconcile()
        assert schedule.run("count") is False
    with clock.at(NOON + HOURLY):
        assert schedule.run("count") is True
        assert schedule.run("count") is False
    assert runs == [NOON + HOURLY]


def test_what_was_missed_for_days_is_made_up_once(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.reconcile()
    with clock.at(NOON + timedelta(days=3, minutes=20)):
        assert [schedule.run("count"), schedule.run("count")] == [True, False]
    row = stored()
    assert row and row.due_at == NOON + timedelta(days=3, hours=1)


def test_a_failed_run_is_noted_and_comes_round_again(runs: Runs) -> None:
    def fail() -> None:
        raise ValueError("the model did not fit")

    with clock.at(NOON):
        schedule.reconcile()
    periodic("count", every=HOURLY)(fail)
    with clock.at(NOON + HOURLY):
        assert schedule.run("count") is True
    row = stored()
    assert row and (row.error, row.due_at) == ("ValueError: the model did not fit", NOON + 2 * HOURLY)


def test_a_run_whose_worker_was_killed_is_repeated_after_its_limit(runs: Runs) -> None:
    class Killed(BaseException):
        pass

    def be_killed() -> None:
        raise Killed

    with clock.at(NOON):
        schedule.reconcile()
    periodic("count", every=HOURLY)(be_killed)
    with clock.at(NOON + HOURLY), pytest.raises(Killed):
        schedule.run("count")
    periodic("count", every=HOURLY)(runs.run)
    with clock.at(NOON + HOURLY + timedelta(minutes=4)):
        assert schedule.run("count") is False
    with clock.at(NOON + HOURLY + timedelta(minutes=6)):
        assert schedule.run("count") is True


def test_it_is_rung_for_once_when_due_and_again_when_nobody_came(runs: Runs, connection: redis.Redis) -> None:
    with clock.at(NOON):
        schedule.reconcile()
        assert ring(connection) == 0
    due = NOON + HOURLY
    rings = []
    for seconds in (0, 1, 20, 31, 32):
        with clock.at(due + timedelta(seconds=seconds)):
            rings.append(ring(connection))
    assert rings == [1, 0, 0, 1, 0]
    assert len(Queue("periodic", connection=connection)) == 2


def test_every_round_is_rung_for_however_short(runs: Runs, connection: redis.Redis) -> None:
    periodic("count", every=timedelta(seconds=2))(runs.run)
    with clock.at(NOON):
        schedule.reconcile()
    rings = 0
    for seconds in range(1, 11):
        with clock.at(NOON + timedelta(seconds=seconds)):
            rings += ring(connection)
            schedule.run("count")
    assert (rings, len(runs)) == (5, 5)


def test_a_definition_that_is_gone_is_removed_and_an_old_one_keeps_its_time(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.reconcile()
    with clock.at(NOON + timedelta(minutes=90)):
        schedule.reconcile()
    row = stored()
    assert row and row.due_at == NOON + HOURLY
    PERIODICS.clear()
    schedule.reconcile()
    assert stored() is None


def test_a_definition_that_comes_round_more_often_now_is_due_earlier(runs: Runs) -> None:
    periodic("count", every=timedelta(days=1))(runs.run)
    with clock.at(NOON):
        schedule.reconcile()
        periodic("count", every=HOURLY)(runs.run)
        schedule.reconcile()
    row = stored()
    assert row and row.due_at == NOON + HOURLY


def test_three_each_night_is_three_in_utc() -> None:
    at_three = {"every": timedelta(days=1), "offset": timedelta(hours=3)}
    assert next_time(NOON, **at_three) == datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert next_time(datetime(2026, 11, 21, 3, tzinfo=UTC), **at_three) == datetime(
        2026, 11, 22, 3, tzinfo=UTC
    )


@given(
    after=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    every=st.timedeltas(timedelta(seconds=1), timedelta(days=7)),
    offset=st.timedeltas(timedelta(0), timedelta(days=7)),
)
def test_the_next_time_is_ahead_by_one_span_at_most(
    after: datetime, every: timedelta, offset: timedelta
) -> None:
    upcoming = next_time(after, every, offset)
    assert timedelta(0) < upcoming - after <= every
    assert next_time(upcoming, every, offset) == upcoming + every


def test_hastened_work_is_due_at_once_and_then_again_at_its_time(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.reconcile()
        schedule.hasten("count")
        assert [schedule.run("count"), schedule.run("count")] == [True, False]
    with clock.at(NOON + HOURLY):
        assert schedule.run("count") is True


def test_work_hastened_before_it_is_known_runs_too(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.hasten("count")
        schedule.reconcile()
        assert schedule.run("count") is True


def test_work_hastened_while_it_runs_is_done_again(runs: Runs) -> None:
    minute = timedelta(minutes=1)

    def hastened_meanwhile() -> None:
        with clock.at(NOON + HOURLY + minute):
            schedule.hasten("count")

    with clock.at(NOON):
        schedule.reconcile()
    periodic("count", every=HOURLY)(hastened_meanwhile)
    with clock.at(NOON + HOURLY):
        assert schedule.run("count") is True
    periodic("count", every=HOURLY)(runs.run)
    with clock.at(NOON + HOURLY + 2 * minute):
        assert schedule.run("count") is True


def test_a_killed_run_does_not_hold_up_hastened_work(runs: Runs) -> None:
    with clock.at(NOON):
        schedule.hasten("count")
        db.session.execute(
            text("UPDATE periodic_runs SET leased_until = :until"), {"until": NOON + 6 * HOURLY}
        )
        db.session.commit()
        assert schedule.run("count") is False
        schedule.hasten("count")
        assert schedule.run("count") is True
