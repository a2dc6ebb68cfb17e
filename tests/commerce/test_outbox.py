"""The outbox: nothing that happened is lost, and it is handed on once."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text

from commerce import outbox
from commerce.database import db, transaction
from commerce.models import Event, Merchant
from commerce.outbox import LEASE, SUBSCRIBERS, Happened, subscribe


@pytest.fixture(autouse=True)
def two_listeners(own_listeners: None) -> None:
    """A listener on each of two queues, both to `parcel.seen`."""
    subscribe("note-it", ["parcel.seen"])(nothing)
    subscribe("tell-it", ["parcel.seen", "parcel.lost"], queue="carriers", foreign=True)(nothing)


def nothing(event: Happened) -> None:
    """What the listeners of these tests do."""


def emit(merchant: Merchant, kind: str = "parcel.seen", times: int = 1) -> None:
    with transaction():
        for number in range(times):
            outbox.emit(merchant.id, kind, number=number)


def names(due: list[outbox.Due]) -> list[str]:
    return sorted(subscriber.name for subscriber, _, _ in due)


def age(seconds: int) -> None:
    """Let the open work be that much older."""
    db.session.execute(
        text("UPDATE event_work SET due_at = due_at - :by, rung_at = rung_at - :by"),
        {"by": timedelta(seconds=seconds)},
    )
    db.session.commit()


def test_what_happened_in_a_transaction_that_failed_did_not_happen(merchant: Merchant) -> None:
    with pytest.raises(RuntimeError), transaction():
        outbox.emit(merchant.id, "parcel.seen")
        raise RuntimeError
    assert outbox.relay() == []


def test_nothing_is_emitted_outside_a_transaction(merchant: Merchant) -> None:
    with pytest.raises(RuntimeError, match=r"parcel\.seen was emitted outside a transaction"):
        outbox.emit(merchant.id, "parcel.seen")


def test_several_events_are_written_in_their_order(merchant: Merchant) -> None:
    told = [(f"parcel.{number}", {"number": number}) for number in (3, 1, 2)]
    with transaction():
        outbox.emit_all(merchant.id, told)
    written = db.session.scalars(
        select(Event).where(Event.merchant_id == merchant.id, Event.kind.like("parcel.%")).order_by(Event.id)
    )
    assert [(event.kind, event.data) for event in written] == told


@pytest.mark.parametrize(
    ("kind", "listeners"),
    [("parcel.seen", ["note-it", "tell-it"]), ("parcel.lost", ["tell-it"]), ("parcel.sung", [])],
)
def test_each_listener_to_its_kind_has_work(merchant: Merchant, kind: str, listeners: list[str]) -> None:
    emit(merchant, kind)
    assert names(outbox.relay()) == listeners


def test_an_event_is_handed_on_once(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    assert outbox.relay() == []


def test_the_oldest_events_go_first(merchant: Merchant) -> None:
    emit(merchant, "parcel.lost", times=5)
    first, second = outbox.relay(most=3), outbox.relay(most=3)
    assert len(first) == 3 and len(second) == 2
    assert max(event for _, _, event in first) < min(event for _, _, event in second)


def test_two_relays_at_once_share_the_events(merchant: Merchant, app: Flask) -> None:
    emit(merchant, "parcel.lost", times=4)
    with transaction():
        mine = outbox.relay(most=2)
        with app.app_context():
            theirs = outbox.relay()
    assert len(mine) == len(theirs) == 2
    assert not {event for _, _, event in mine} & {event for _, _, event in theirs}


def test_work_that_was_just_rung_for_is_not_rung_for_again(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    assert outbox.overdue("events", timedelta(seconds=5)) == []


def test_work_that_stayed_open_is_rung_for_again_once_per_span(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    age(6)
    assert names(outbox.overdue("events", timedelta(seconds=5))) == ["note-it"]
    assert outbox.overdue("events", timedelta(seconds=5)) == []


def test_a_queue_is_swept_by_itself(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    age(6)
    assert names(outbox.overdue("carriers", timedelta(seconds=5))) == ["tell-it"]
    assert outbox.overdue("carriers", LEASE) == []


@pytest.mark.parametrize("state", ["done", "failed"])
def test_settled_work_is_not_rung_for(merchant: Merchant, state: str) -> None:
    emit(merchant)
    outbox.relay()
    age(3600)
    db.session.execute(text("UPDATE event_work SET state = :state"), {"state": state})
    db.session.commit()
    assert outbox.overdue("events", timedelta(0)) == []


def test_work_that_was_put_off_is_rung_for_as_soon_as_it_is_due(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    db.session.execute(text("UPDATE event_work SET rung_at = NULL, due_at = now() + interval '60 s'"))
    db.session.commit()
    assert outbox.overdue("events", LEASE) == []
    age(60)
    assert names(outbox.overdue("events", LEASE)) == ["note-it"]


def test_work_that_a_worker_has_locked_is_left_to_it(merchant: Merchant, app: Flask) -> None:
    emit(merchant)
    outbox.relay()
    age(60)
    with transaction() as session:
        session.execute(text("SELECT 1 FROM event_work WHERE subscriber = 'note-it' FOR UPDATE"))
        with app.app_context():
            assert outbox.overdue("events", timedelta(0)) == []


def test_work_of_a_listener_that_is_gone_is_left_alone(merchant: Merchant) -> None:
    emit(merchant)
    outbox.relay()
    age(60)
    del SUBSCRIBERS["note-it"]
    assert outbox.overdue("events", timedelta(0)) == []


def test_a_look_tells_that_an_event_waits_until_it_is_handed_on(merchant: Merchant) -> None:
    statements = current_app.extensions["statements"]
    outbox.relay()
    looks = [outbox.waits(statements)]
    emit(merchant)
    looks.append(outbox.waits(statements))
    outbox.relay()
    assert [*looks, outbox.waits(statements)] == [False, True, False]


def test_a_look_tells_that_work_is_due_until_it_is_settled(merchant: Merchant) -> None:
    statements = current_app.extensions["statements"]
    looks = [outbox.is_due(statements)]
    emit(merchant)
    outbox.relay()
    looks.append(outbox.is_due(statements))
    for change in ("due_at = now() + interval '60 s'", "due_at = now()", "state = 'done'"):
        db.session.execute(text(f"UPDATE event_work SET {change}"))
        db.session.commit()
        looks.append(outbox.is_due(statements))
    assert looks == [False, True, False, True, False]
