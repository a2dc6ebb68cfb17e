"""The watch over parcels: what is wrong with them is found, kept and told, under their rows' locks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from commerce import locks, merchants
from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known
from notifications import incident_store, scan_gaps
from notifications.delays import Rules, findings, next_look
from notifications.incident_store import Owner
from notifications.incidents import Change, Ended, Incident, changes
from notifications.parcel_facts import Seen, Sent, rules_of, seen
from tracking import intake
from tracking.statuses import FINAL, Status

SPREAD_MINUTES = 240


def look_at(merchant_id: int, *codes: str) -> None:
    """Look at parcels after news of them, waiting for whoever is at them."""
    with transaction():
        rows = run(
            "SELECT id, parcel FROM shipments WHERE merchant_id = %s AND code = ANY(%s)",
            (merchant_id, list(codes)),
        )
        merchant = merchants.known_by_id(merchant_id)
        if rows and merchant:
            # The intake of a scan locks the parcel before its rows, and so does everybody else.
            locks.wait_all(merchant_id, [parcel for _, parcel in rows])
            look(merchant, [row_id for row_id, _ in rows], wait=True)


def look(merchant: Known, ids: Sequence[int], *, wait: bool = False) -> int:
    """Look at several parcels of one merchant; returns at how many.

    Without `wait` those that another transaction holds are left out; they stay due.
    """
    with transaction():
        sent = [Sent(*row) for row in run(TAKE_WAITING if wait else TAKE, (merchant.id, list(ids)))]
        if sent:
            _look(merchant, sent, now())
    return len(sent)


def _look(merchant: Known, sent: Sequence[Sent], moment: datetime) -> None:
    scans = intake.stored_by_parcel(merchant.id, [one.parcel for one in sent])
    known = incident_store.of_shipments(merchant.id, [one.id for one in sent])
    carriers = {one.carrier or "" for one in sent}
    lanes = {scan_gaps.lane_of(one.location, one.ship_to) for one in sent}
    gaps = scan_gaps.known(merchant.id, sorted(carriers), sorted(lanes))
    rules = rules_of(merchant.config)
    told: list[tuple[Owner, Change]] = []
    due: list[tuple[int, datetime | None]] = []
    for one in sent:
        view = seen(one, scans.get(one.parcel, []), merchant, gaps, moment)
        changed, watch_at = judged(view, rules, known.get(one.id, []), spread_of(one.id), moment)
        owner = Owner(one.order_id, one.order, one.id, one.code)
        told += [(owner, change) for change in changed]
        if watch_at != one.watch_at:
            due.append((one.id, watch_at))
    incident_store.keep(merchant.id, told)
    if due:
        run(DUE_NEXT, ([row for row, _ in due], [at for _, at in due], merchant.id))


def judged(
    view: Seen, rules: Rules, known: Sequence[Incident], spread: timedelta, now: datetime
) -> tuple[list[Change], datetime | None]:
    """What changes for a parcel whose incidents are `known`, and when to look again."""
    open_kinds = {incident.kind for incident in known if incident.cleared_at is None}
    found = findings(view.parcel, rules, view.calendars, open_kinds, now)
    works = view.calendars.carrier.works
    changed = changes(known, found, now=now, slip_days=rules.slip_days, works=works, end=ending(view, now))
    return changed, next_look(view.parcel, rules, view.calendars, found, now, spread)


def ending(view: Seen, now: datetime) -> tuple[Ended, datetime] | None:
    """How and when the parcel's journey ended, if it has."""
    if view.line.status not in FINAL:
        return None
    if view.line.status is Status.DELIVERED:
        return "arrived", view.line.delivered_at or now
    return "ended", view.line.last_scan_at or now


def spread_of(row_id: int) -> timedelta:
    """When in the first hours of a day a parcel has its daily look: always at the same minute."""
    return timedelta(minutes=row_id % SPREAD_MINUTES)


TAKE = """
SELECT s.id, s.order_id, s.code, o.number, s.carrier, s.service, s.location, s.tracking_number, s.parcel,
    s.shipped_at, s.promised_on, s.carrier_estimate, s.carrier_estimate_as_of, s.created_at, s.watch_at,
    o.placed_at, o.ship_to
FROM shipments s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
WHERE s.merchant_id = %s AND s.id = ANY(%s) AND s.direction = 'outbound'
ORDER BY s.id FOR NO KEY UPDATE OF s, o SKIP LOCKED
"""
TAKE_WAITING = TAKE.replace(" SKIP LOCKED", "")
DUE_NEXT = """
UPDATE shipments s SET watch_at = due.at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS due(id, at) WHERE s.merchant_id = %s AND s.id = due.id
"""
