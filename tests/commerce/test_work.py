"""Doing the outbox's work: one effect for each listener, whatever goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from commerce import outbox, work
from commerce.database import db, transaction
from commerce.models import EventWork, Merchant
from commerce.outbox import SUBSCRIBERS, Happened, subscribe
from commerce.work import MOST_ATTEMPTS, MOST_PATIENT_ATTEMPTS, GivenUp, TryLater, next_wait

pytestmark = pytest.mark.usefixtures("own_listeners")


def listen(handle: Callable[[Happened], None], *, foreign: bool) -> None:
    subscribe("listener", ["parcel.seen"], foreign=foreign)(handle)


def relayed(merchant: Merchant) -> tuple[str, int, int]:
    """An event's work for the listener, open."""
    with transaction():
        outbox.emit(merchant.id, "parcel.seen", number=7)
    [(subscriber, merchant_id, event_id)] = outbox.relay()
    return subscriber.name, merchant_id, event_id


def row() -> EventWork:
    db.session.expire_all()
    return db.session.scalars(
        select(EventWork).execution_options(across_merchants=True, populate_existing=True)
    ).one()


def make_due() -> None:
    db.session.execute(text("UPDATE event_work SET due_at = now()"))
    db.session.commit()


class Effects(list[Any]):
    def add(self, event: Happened) -> None:
        self.append(event.data)


@pytest.mark.parametrize("foreign", [False, True])
def test_work_is_done_once_however_often_it_is_rung_for(merchant: Merchant, foreign: bool) -> None:
    effects = Effects()
    listen(effects.add, foreign=foreign)
    name = relayed(merchant)
    assert [work.do(*name), work.do(*name)] == [True, False]
    assert effects == [{"number": 7}]
    assert (row().state, row().attempts) == ("done", 1)


@pytest.mark.parametrize("foreign", [False, True])
def test_work_that_another_worker_has_is_left_to_it(app: Flask, merchant: Merchant, foreign: bool) -> None:
    seconds: list[bool] = []

    def handle(event: Happened) -> None:
        with app.app_context():
            seconds.append(work.do(*name))

    listen(handle, foreign=foreign)
    name = relayed(merchant)
    assert work.do(*name) is True
    assert seconds == [False]


def test_foreign_work_holds_no_transaction_open(app: Flask, merchant: Merchant) -> None:
    open_during: list[int] = []

    def handle(event: Happened) -> None:
        with db.engine.connect() as other:
            idle = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            open_during.append(other.scalar(text(f"{idle} AND datname = current_database()")) or 0)

    listen(handle, foreign=True)
    work.do(*relayed(merchant))
    assert open_during == [0]


def test_foreign_work_whose_worker_was_killed_can_be_had_when_its_lease_ends(merchant: Merchant) -> None:
    class Killed(BaseException):
        pass

    def be_killed(event: Happened) -> None:
        raise Killed

    listen(be_killed, foreign=True)
    name = relayed(merchant)
    with pytest.raises(Killed):
        work.do(*name)
    effects = Effects()
    listen(effects.add, foreign=True)
    assert work.do(*name) is False
    make_due()
    assert work.do(*name) is True
    assert effects == [{"number": 7}]


@pytest.mark.parametrize("foreign", [False, True])
def test_failed_work_is_put_off_and_done_later(merchant: Merchant, foreign: bool) -> None:
    def fail(event: Happened) -> None:
        raise TryLater("the carrier's broker is away")

    listen(fail, foreign=foreign)
    name = relayed(merchant)
    work.do(*name)
    assert (row().state, row().attempts) == ("open", 1)
    assert row().error == "TryLater: the carrier's broker is away"
    assert row().rung_at is None
    effects = Effects()
    listen(effects.add, foreign=foreign)
    assert work.do(*name) is False
    make_due()
    assert work.do(*name) is True
    assert (row().state, row().error, effects) == ("done", None, [{"number": 7}])


def test_failed_inside_work_leaves_nothing_half_done(merchant: Merchant) -> None:
    def fail_half_way(event: Happened) -> None:
        outbox.emit(event.merchant_id, "parcel.seen", half="way")
        db.session.flush()
        raise ZeroDivisionError

    listen(fail_half_way, foreign=False)
    work.do(*relayed(merchant))
    assert outbox.relay() == []


def test_work_that_keeps_breaking_is_given_up_with_its_reason(merchant: Merchant) -> None:
    def fail(event: Happened) -> None:
        raise ValueError("no such lane")

    listen(fail, foreign=False)
    name = relayed(merchant)
    for _ in range(MOST_ATTEMPTS):
        make_due()
        work.do(*name)
    assert (row().state, row().error) == ("failed", "ValueError: no such lane")
    make_due()
    assert work.do(*name) is False


def test_what_another_system_refuses_is_given_up_at_once(merchant: Merchant) -> None:
    def refuse(event: Happened) -> None:
        raise GivenUp("no such tracker")

    listen(refuse, foreign=True)
    work.do(*relayed(merchant))
    assert (row().state, row().attempts, row().error) == ("failed", 1, "GivenUp: no such tracker")


def test_a_failure_told_late_does_not_undo_what_is_done(merchant: Merchant) -> None:
    listen(Effects().add, foreign=False)
    name = relayed(merchant)
    work.do(*name)
    work.postpone(*name, TryLater("too late"))
    assert (row().state, row().error) == ("done", None)


def test_one_failure_does_not_hold_up_the_rest_of_a_batch(merchant: Merchant) -> None:
    done: list[int] = []

    def handle(event: Happened) -> None:
        if not done:
            done.append(-1)
            raise ValueError
        done.append(event.id)

    listen(handle, foreign=False)
    first, second = relayed(merchant), relayed(merchant)
    work.do_all([first, second])
    assert done == [-1, second[2]]


def test_work_of_an_unknown_listener_is_left_to_a_newer_release(merchant: Merchant) -> None:
    listen(Effects().add, foreign=False)
    name = relayed(merchant)
    del SUBSCRIBERS["listener"]
    assert work.do(*name) is False
    assert row().state == "open"


def test_work_of_an_event_that_was_removed_is_nothing_to_do(merchant: Merchant) -> None:
    listen(Effects().add, foreign=False)
    name = relayed(merchant)
    db.session.execute(text("DELETE FROM events"))
    db.session.commit()
    assert work.do(*name) is False


@pytest.mark.parametrize(
    ("attempts", "patient", "wait"),
    [
        (1, False, timedelta(seconds=2)),
        (2, False, timedelta(seconds=4)),
        (11, False, timedelta(seconds=2048)),
        (12, False, None),
        (12, True, timedelta(hours=1)),
        (83, True, timedelta(hours=1)),
        (84, True, None),
    ],
)
def test_waits_double_up_to_an_hour(attempts: int, patient: bool, wait: timedelta | None) -> None:
    assert next_wait(attempts, patient=patient) == wait


def test_what_another_system_holds_up_is_tried_for_three_days() -> None:
    waits = [next_wait(attempts, patient=True) for attempts in range(1, MOST_PATIENT_ATTEMPTS)]
    assert timedelta(days=3) <= sum(filter(None, waits), timedelta()) <= timedelta(days=3, hours=2)
