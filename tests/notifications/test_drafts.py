"""Events decided in sets: as if one by one, and with as many statements for many as for two."""

from collections.abc import Callable
from typing import Any

import pytest
from psycopg.types.json import Json

from benchmarks import shop
from commerce import clock, outbox, work
from commerce.database import run, transaction
from commerce.models import Merchant
from notifications import sending
from notifications.deciding import DROP, JOIN
from notifications.drafts import STORE
from tests.builders import make_merchant
from tests.notifications.happening import (
    HOUR,
    NOON,
    find_delay,
    follow,
    notices,
    order_of,
    outcomes,
    scan,
    ship,
)
from tests.notifications.postbox import Postbox
from tests.statements import counted


def follow_in_one_set() -> None:
    """Let all that happened have its notices decided together."""
    due = sorted(outbox.relay(), key=lambda one: one[2])
    work.do_all([(s.name, merchant, event) for s, merchant, event in due if s.name == "decide-notices"])


def late_parcels(merchant: Merchant, count: int, first: int = 1) -> None:
    parcels = [ship(order_of(merchant, f"N{number}")) for number in range(first, first + count)]
    follow_in_one_set()
    for parcel in parcels:
        find_delay(parcel)


def two_late_parcels(merchant: Merchant) -> None:
    order = order_of(merchant, parcels=2)
    parcels = [ship(order, line, shipped_at=NOON - HOUR) for line in (1, 2)]
    for parcel in parcels:
        find_delay(parcel)
    find_delay(parcels[0], event="slipped", expected_on="2026-11-20")


def a_delay_and_a_delivery(merchant: Merchant) -> None:
    parcel = ship(order_of(merchant), shipped_at=NOON - HOUR)
    find_delay(parcel)
    scan(parcel, "delivered", NOON)


def a_delay_that_is_over(merchant: Merchant) -> None:
    parcel = ship(order_of(merchant), shipped_at=NOON - HOUR)
    find_delay(parcel)
    find_delay(parcel, event="cleared")


@pytest.mark.parametrize("happen", [two_late_parcels, a_delay_and_a_delivery, a_delay_that_is_over])
def test_what_befalls_one_order_is_decided_in_a_set_as_it_is_one_by_one(
    postbox: Postbox, happen: Callable[[Merchant], None]
) -> None:
    with clock.at(NOON):
        singly, together = make_merchant("singly"), make_merchant("together")
        happen(singly)
        follow()
        happen(together)
        follow_in_one_set()
    assert outcomes(together) == outcomes(singly)
    assert len(outcomes(together)) > 1


def test_many_delays_are_decided_with_the_statements_of_two(merchant: Merchant) -> None:
    counts = []
    with clock.at(NOON):
        for count, first in ((2, 1), (9, 3)):
            late_parcels(merchant, count, first)
            with counted() as seen:
                follow_in_one_set()
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_many_messages_are_read_with_the_statements_of_two(postbox: Postbox) -> None:
    merchant, read = make_merchant(notifications={"daily_cap": None}), []
    with clock.at(NOON):
        for count, first in ((2, 1), (9, 3)):
            late_parcels(merchant, count, first)
            follow_in_one_set()
            with counted() as seen:
                assert sending.send_batch() == count
            read.append(len([sql for sql in seen if "jsonb_agg" in sql or "jsonb_object_agg" in sql]))
    assert read == [2, 2]
    assert len(postbox.messages) == 11


@pytest.mark.parametrize("events", [1, 3])
def test_what_breaks_in_a_set_does_not_keep_the_others(merchant: Merchant, events: int) -> None:
    with clock.at(NOON):
        late_parcels(merchant, events)
        find_delay(ship(order_of(merchant, "N99"), shipped_at=NOON - HOUR), at="no time at all")
        follow_in_one_set()
    assert [n.kind for n in notices(merchant)].count("delayed") == events


EARLIER = """
INSERT INTO notices (merchant_id, code, key, kind, channel, order_id, incident, locale, status, told, news_at, due_at,
    attempts, created_at, settled_at)
SELECT merchant_id, 'ntc_' || id, id, 'delayed', 'email', id, '', 'en', 'skipped', '{}', now(), now(), 0, now(), now()
FROM orders
"""


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (STORE, (Json([]), "superseded", NOON, ["delayed"], ["delayed"])),
        (JOIN, ("S2", NOON, 1, 1, "delayed", "email", 1)),
        (DROP, ("superseded", NOON, 1, 1, 1, "late", "late/")),
    ],
    ids=["store", "join", "drop"],
)
def test_a_rush_is_not_read_through_for_each_more_that_comes(
    merchant: Merchant, database_url: str, sql: str, values: tuple[Any, ...]
) -> None:
    shop.fill(database_url, merchant.id, 1500)
    with transaction():
        run(EARLIER)
        run("ANALYZE notices")  # at a quiet hour: none of them waits
        plan = "\n".join(line for (line,) in run(f"EXPLAIN {sql}", values))
    assert "notices n" in plan
    assert "ix_notices_due" not in plan
