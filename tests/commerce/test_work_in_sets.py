"""Work that a subscriber takes in sets: done together, and one by one where the set breaks."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from psycopg.types.json import Jsonb

from commerce import outbox, work
from commerce.database import run, transaction
from commerce.models import Merchant
from commerce.outbox import Happened, subscribe_to_sets

NUMBERS = [3, 1, 2]

pytestmark = pytest.mark.usefixtures("own_listeners")


def listen(handle: Callable[[list[int]], None]) -> None:
    def handle_all(events: Sequence[Happened]) -> None:
        handle([event.data["number"] for event in events])

    subscribe_to_sets("listener", ["parcel.seen"])(handle_all)


def relayed(merchant: Merchant) -> list[tuple[str, int, int]]:
    with transaction():
        for number in NUMBERS:
            outbox.emit(merchant.id, "parcel.seen", number=number)
    return [(subscriber.name, owner, event_id) for subscriber, owner, event_id in outbox.relay()]


def outcomes() -> list[tuple[str, int]]:
    return run("SELECT state, attempts FROM event_work ORDER BY event_id")


def test_a_set_is_handled_at_once_in_the_order_it_happened_in(merchant: Merchant) -> None:
    sets: list[list[int]] = []
    listen(sets.append)
    named = relayed(merchant)
    work.do_all(reversed(named))
    work.do_all(named)
    assert sets == [NUMBERS]
    assert outcomes() == [("done", 1)] * 3


def test_work_that_another_worker_has_is_left_out_of_the_set(app: Flask, merchant: Merchant) -> None:
    sets: list[list[int]] = []

    def handle(numbers: list[int]) -> None:
        sets.append(numbers)
        if len(sets) == 1:
            with app.app_context():
                work.do_all(named)

    listen(handle)
    named = relayed(merchant)
    work.do_all(named[:2])
    assert sets == [NUMBERS[:2], NUMBERS[2:]]


def test_one_that_breaks_keeps_none_of_its_set_from_being_done(merchant: Merchant) -> None:
    done: list[int] = []

    def handle(numbers: list[int]) -> None:
        if 1 in numbers:
            raise RuntimeError("one is broken")
        done.extend(numbers)

    listen(handle)
    work.do_all(relayed(merchant))
    assert done == [3, 2]
    assert outcomes() == [("done", 1), ("open", 1), ("done", 1)]


def test_what_a_set_wrote_before_it_broke_is_taken_back(merchant: Merchant) -> None:
    def handle(numbers: list[int]) -> None:
        run(
            "UPDATE merchants SET config = config || %s WHERE id = %s",
            (Jsonb({"seen": numbers}), merchant.id),
        )
        if 2 in numbers:
            raise RuntimeError("one is broken")

    listen(handle)
    work.do_all(relayed(merchant))
    assert run("SELECT config->'seen' FROM merchants WHERE id = %s", (merchant.id,)) == [([1],)]


@pytest.mark.parametrize("sql", [work.CLAIM, work.CLAIM_SET])
def test_no_other_open_work_is_read_to_find_what_is_named(sql: str, merchant: Merchant) -> None:
    listen(len)
    with transaction():
        for number in range(2000):
            outbox.emit(merchant.id, "parcel.seen", number=number)
    _, _, event_id = outbox.relay(2000)[0]
    named = (merchant.id, event_id, "listener")
    plan = str(run(f"EXPLAIN {sql}", named if sql is work.CLAIM else ([merchant.id], [event_id], "listener")))
    assert "pk_event_work" in plan and "Seq Scan" not in plan
