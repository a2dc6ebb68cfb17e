"""The watch over orders: those of which nothing was shipped in time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from commerce import merchants
from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known
from commerce.orders import CALLED_OFF
from eta_model import estimates
from notifications import incident_store
from notifications.counted_days import Workdays, after, counted, end_of
from notifications.delays import GIVEN_UP, DelayKind, Finding, Rules
from notifications.incident_store import Owner
from notifications.incidents import Change, Incident, changes
from notifications.parcel_facts import due_out, rules_of, sender_days


class Bought(NamedTuple):
    """An order's row; `is_sent` says whether a parcel of it was made, or all of it was called off."""

    id: int
    number: str
    placed_at: datetime
    watch_at: datetime | None
    is_sent: bool


def look_at(merchant_id: int, *numbers: str) -> None:
    """Look at orders after news of them or of their parcels, waiting for whoever is at them."""
    with transaction():
        rows = run(
            "SELECT id FROM orders WHERE merchant_id = %s AND number = ANY(%s)", (merchant_id, list(numbers))
        )
        merchant = merchants.known_by_id(merchant_id)
        if rows and merchant:
            look(merchant, [row_id for (row_id,) in rows], wait=True)


def look(merchant: Known, ids: Sequence[int], *, wait: bool = False) -> int:
    """Look at several orders of one merchant; those that another transaction holds are left out unless `wait`."""
    with transaction():
        bought = [Bought(*row) for row in run(TAKE_WAITING if wait else TAKE, (merchant.id, list(ids)))]
        if bought:
            _look(merchant, bought, now())
    return len(bought)


def _look(merchant: Known, bought: Sequence[Bought], moment: datetime) -> None:
    known = incident_store.of_orders(merchant.id, [one.id for one in bought])
    rules = rules_of(merchant.config)
    told: list[tuple[Owner, Change]] = []
    due: list[tuple[int, datetime | None]] = []
    for one in bought:
        leaves = None if one.is_sent else leaves_by(merchant, one.placed_at)
        changed, watch_at = judged(leaves, rules, known.get(one.id, []), moment)
        told += [(Owner(one.id, one.number), change) for change in changed]
        if watch_at != one.watch_at:
            due.append((one.id, watch_at))
    incident_store.keep(merchant.id, told)
    if due:
        run(DUE_NEXT, ([row for row, _ in due], [at for _, at in due], merchant.id))


def leaves_by(merchant: Known, placed_at: datetime) -> tuple[date, Workdays] | None:
    """The last day on which one of the shop's locations should hand the order over, and that location's days."""
    places = estimates.table_of(merchant).locations.values()
    expected = [(day, place) for place in places if (day := due_out(place, placed_at))]
    if not expected:
        return None
    day, place = max(expected, key=lambda one: one[0])
    return day, sender_days(place, merchant)


def judged(
    leaves: tuple[date, Workdays] | None, rules: Rules, known: Sequence[Incident], now: datetime
) -> tuple[list[Change], datetime | None]:
    """What changes for an order that should have left by then, and when to look again; None: it waits for nobody."""
    if leaves is None:
        return changes(known, (), now=now, slip_days=rules.slip_days, works=bool), None
    day, workdays = leaves
    due = end_of(day, workdays.zone)
    limit = after(due, rules.not_shipped_after_days, workdays)
    found, look_again = [], limit
    if limit <= now:
        found = [Finding(DelayKind.NOT_SHIPPED, limit, counted(due, now, workdays))]
        look_again = end_of(now.astimezone(workdays.zone).date(), workdays.zone)
    given_up = now - limit > GIVEN_UP
    changed = changes(known, found, now=now, slip_days=rules.slip_days, works=workdays.works)
    return changed, None if given_up else look_again


TAKE = f"""
SELECT o.id, o.number, o.placed_at, o.watch_at, {CALLED_OFF} OR EXISTS (
    SELECT FROM shipments s WHERE s.merchant_id = o.merchant_id AND s.order_id = o.id
        AND s.direction = 'outbound' AND s.status <> 'cancelled'
) OR NOT EXISTS (
    SELECT FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
        AND l.quantity > l.cancelled_quantity
) FROM orders o WHERE o.merchant_id = %s AND o.id = ANY(%s) ORDER BY o.id FOR NO KEY UPDATE OF o SKIP LOCKED
"""  # noqa: S608 - nothing but our own words is put in
TAKE_WAITING = TAKE.replace(" SKIP LOCKED", "")
DUE_NEXT = """
UPDATE orders o SET watch_at = due.at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS due(id, at) WHERE o.merchant_id = %s AND o.id = due.id
"""
