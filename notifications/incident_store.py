"""Incidents in the database: read by parcel or order, kept with the events that tell of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from commerce.database import run
from commerce.outbox import emit_all
from notifications.delays import ORDER, DelayKind
from notifications.incidents import NO_DELAY, Change, Incident
from tracking import intake

SHOWN_AS = {DelayKind.EXCEPTION: DelayKind.CARRIER_DELAY}
"""The kinds that the API names otherwise: an exception is a delay by the carrier's word."""


@dataclass(frozen=True)
class Owner:
    """What an incident is about: an order (its row's id and its number), and a parcel of it, or none yet."""

    order_id: int
    order: str
    shipment_id: int | None = None
    shipment: str | None = None


def of_shipments(merchant_id: int, ids: Sequence[int]) -> dict[int, list[Incident]]:
    """All incidents, open and cleared, of some parcels, by the parcel's row id."""
    return _by_first(run(OF_SHIPMENTS, (merchant_id, list(ids))))


def of_orders(merchant_id: int, ids: Sequence[int]) -> dict[int, list[Incident]]:
    """The incidents of some orders themselves, not of their parcels, by the order's row id."""
    return _by_first(run(OF_ORDERS, (merchant_id, list(ids))))


def shown(incidents: Iterable[Incident]) -> Incident | None:
    """The one delay to show of a parcel: the worst that is open, else the one that cleared last."""
    delays = [one for one in incidents if one.kind not in NO_DELAY]
    still_open = [one for one in delays if one.cleared_at is None]
    if still_open:
        return min(still_open, key=lambda one: ORDER[one.kind])
    return max(delays, key=lambda one: (one.cleared_at or one.opened_at, -ORDER[one.kind]), default=None)


def keep(merchant_id: int, told: Sequence[tuple[Owner, Change]]) -> None:
    """Write what changed, emit what is news, and let the orders' pages know; all in the open transaction."""
    if not told:
        return
    rows = [
        asdict(change.incident) | {"order_id": owner.order_id, "shipment_id": owner.shipment_id}
        for owner, change in told
    ]
    run(KEEP, (merchant_id, orjson.dumps(rows).decode()))
    emit_all(merchant_id, [(change.event, _event(owner, change)) for owner, change in told if change.event])
    intake.touch_pages(merchant_id, (owner.order_id for owner, _ in told))


def _event(owner: Owner, change: Change) -> dict[str, Any]:
    incident = change.incident
    return {
        "order": owner.order,
        "shipment": owner.shipment,
        "incident": incident.key,
        "delay": str(incident.kind),
        "days": incident.days,
        "expected_on": incident.expected_on.isoformat() if incident.expected_on else None,
        "at": change.at.isoformat() if change.at else None,
        "why": incident.why,
    }


def _by_first(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Incident]]:
    found: dict[int, list[Incident]] = {}
    for owner, kind, *rest in rows:
        found.setdefault(owner, []).append(Incident(DelayKind(kind), *rest))
    return found


OF_SHIPMENTS = """
SELECT shipment_id, kind, key, opened_at, days, worst, expected_on, said_on, announced, cleared_at, why
FROM incidents WHERE merchant_id = %s AND shipment_id = ANY(%s) ORDER BY id
"""
OF_ORDERS = """
SELECT order_id, kind, key, opened_at, days, worst, expected_on, said_on, announced, cleared_at, why
FROM incidents WHERE merchant_id = %s AND order_id = ANY(%s) AND shipment_id IS NULL ORDER BY id
"""
# What closes is written before what opens, for there is one open incident of a kind.
KEEP = """
INSERT INTO incidents (merchant_id, order_id, shipment_id, kind, key, opened_at, days, worst, expected_on, said_on,
                       announced, cleared_at, why)
SELECT %s, i.* FROM jsonb_to_recordset(%s::jsonb) AS i(
    order_id bigint, shipment_id bigint, kind text, key text, opened_at timestamptz, days int, worst int,
    expected_on date, said_on date, announced boolean, cleared_at timestamptz, why text
) ORDER BY i.cleared_at IS NULL
ON CONFLICT (merchant_id, order_id, shipment_id, key) DO UPDATE SET
    opened_at = excluded.opened_at, days = excluded.days, worst = excluded.worst,
    expected_on = excluded.expected_on, said_on = excluded.said_on, announced = excluded.announced,
    cleared_at = excluded.cleared_at, why = excluded.why
"""
