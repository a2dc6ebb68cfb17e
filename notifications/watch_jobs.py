"""When the watch looks: after news, at the times it set itself, and anew when a model takes over."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commerce import merchants
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.merchants import Known
from commerce.outbox import Happened, subscribe, subscribe_to_sets
from commerce.schedule import EPOCH, periodic
from notifications import order_watch, scan_gaps, watching

log = logging.getLogger(__name__)

AT_ONCE = 200  # rows that are held by one transaction
MOST_A_RUN = 100_000
ANEW_WITHIN = timedelta(hours=1)
ANEW_AT_ONCE = 5_000
TRY_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Watch:
    """What is watched by due times: who has something due, what of it, who looks, and how to put it off."""

    owners: str
    due: str
    look: Callable[[Known, Sequence[int]], int]
    put_off: str


@subscribe_to_sets("watch-parcel", ["shipment.created", "shipment.changed", "shipment.updated"])
def after_news(events: Sequence[Happened]) -> None:
    """Look at parcels that something happened to, and at orders that may have waited for them."""
    for merchant_id, news in by_merchant(events).items():
        watching.look_at(merchant_id, *(event.data["shipment"] for event in news))
        waited_for = [
            event.data["shipment"]
            for event in news
            if event.kind == "shipment.created" or event.data.get("status") == "cancelled"
        ]
        if waited_for:
            rows = run(ORDERS_OF, (merchant_id, waited_for))
            order_watch.look_at(merchant_id, *(number for (number,) in rows))


@subscribe_to_sets("watch-order", ["order.created", "order.updated", "order.units_cancelled"])
def after_order(events: Sequence[Happened]) -> None:
    """Note by when orders should have left, if anything of them still has to."""
    for merchant_id, news in by_merchant(events).items():
        order_watch.look_at(merchant_id, *(event.data["order"] for event in news))


def by_merchant(events: Sequence[Happened]) -> dict[int, list[Happened]]:
    """The events of each merchant, in their order."""
    owned: dict[int, list[Happened]] = {}
    for event in events:
        owned.setdefault(event.merchant_id, []).append(event)
    return owned


@subscribe("watch-anew", ["eta.promoted", "eta.taken_back"], foreign=True)
def after_promotion(event: Happened) -> None:
    """Let each parcel of the merchant be looked at within the hour: they are forecast otherwise now."""
    until = event.occurred_at + ANEW_WITHIN
    moved = True
    while moved:
        with transaction():
            moved = bool(run(ANEW, (event.occurred_at, ANEW_WITHIN, event.merchant_id, until, ANEW_AT_ONCE)))


@periodic("watch-parcels", every=timedelta(minutes=1))
def watch_parcels() -> int:
    """Look at the parcels that are due; returns how many."""
    return watch(PARCELS)


@periodic("watch-orders", every=timedelta(minutes=1))
def watch_orders() -> int:
    """Look at the orders that are due; returns how many."""
    return watch(ORDERS)


@periodic("learn-scan-gaps", every=timedelta(days=1), offset=timedelta(hours=3), limit=timedelta(hours=1))
def learn_scan_gaps() -> None:
    """Learn anew how long each merchant's parcels are usually silent."""
    with transaction():
        owners = [row[0] for row in run("SELECT id FROM merchants ORDER BY id")]
    for merchant_id in owners:
        scan_gaps.learn(merchant_id)
        db.session.remove()


def watch(watched: Watch) -> int:
    """Look at what is due, some of each merchant in turn, until nothing is left that nobody else is at.

    What breaks is put off and written to the log; the others do not wait for it.
    """
    with transaction():
        reached = {owner: (EPOCH, 0) for (owner,) in run(watched.owners, (now(),))}
    done = 0
    while reached and done < MOST_A_RUN:
        for merchant_id, place in list(reached.items()):
            rows = due_after(watched, merchant_id, place)
            if rows:
                reached[merchant_id] = rows[-1]
                done += looked(watched, merchant_id, [row_id for _, row_id in rows])
            else:
                del reached[merchant_id]
    return done


def due_after(watched: Watch, merchant_id: int, place: tuple[datetime, int]) -> list[tuple[datetime, int]]:
    """The next due times and rows of a merchant behind a place in their order."""
    with transaction():
        return [(at, row) for at, row in run(watched.due, (merchant_id, now(), *place, AT_ONCE))]


def looked(watched: Watch, merchant_id: int, ids: Sequence[int]) -> int:
    """Look at some rows, one by one where that breaks; returns how many were looked at."""
    merchant = merchants.known_by_id(merchant_id)
    if merchant is None:
        return 0
    try:
        return watched.look(merchant, ids)
    except Exception as exc:
        broken = exc
    finally:
        db.session.remove()
    if len(ids) > 1:
        return sum(looked(watched, merchant_id, [one]) for one in ids)
    log.error("the watch failed", exc_info=broken, extra={"merchant_id": merchant_id, "row": ids[0]})
    with transaction():
        run(watched.put_off, (now() + TRY_AGAIN, merchant_id, ids[0]))
    return 0


ORDERS_OF = """
SELECT DISTINCT o.number FROM orders o JOIN shipments s ON s.merchant_id = o.merchant_id AND s.order_id = o.id
WHERE s.merchant_id = %s AND s.code = ANY(%s)
"""
PARCELS = Watch(
    """
    SELECT m.id FROM merchants m
    WHERE EXISTS (SELECT FROM shipments s WHERE s.merchant_id = m.id AND s.watch_at <= %s) ORDER BY m.id
    """,
    """
    SELECT watch_at, id FROM shipments
    WHERE merchant_id = %s AND watch_at <= %s AND (watch_at, id) > (%s, %s) ORDER BY watch_at, id LIMIT %s
    """,
    watching.look,
    "UPDATE shipments SET watch_at = %s WHERE merchant_id = %s AND id = %s",
)
ORDERS = Watch(
    """
    SELECT m.id FROM merchants m
    WHERE EXISTS (SELECT FROM orders o WHERE o.merchant_id = m.id AND o.watch_at <= %s) ORDER BY m.id
    """,
    """
    SELECT watch_at, id FROM orders
    WHERE merchant_id = %s AND watch_at <= %s AND (watch_at, id) > (%s, %s) ORDER BY watch_at, id LIMIT %s
    """,
    order_watch.look,
    "UPDATE orders SET watch_at = %s WHERE merchant_id = %s AND id = %s",
)
ANEW = """
UPDATE shipments s SET watch_at = %s + random() * %s FROM (
    SELECT merchant_id, id FROM shipments WHERE merchant_id = %s AND watch_at > %s
    ORDER BY watch_at LIMIT %s FOR UPDATE SKIP LOCKED
) later WHERE s.merchant_id = later.merchant_id AND s.id = later.id RETURNING s.id
"""
