"""The one intake of scans, whoever tells them: stored once, then the parcel's shipments follow."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import select

from commerce import locks
from commerce.clock import now
from commerce.database import run, transaction
from commerce.outbox import emit_all
from tracking import timeline
from tracking.models import Shipment
from tracking.polling import next_poll
from tracking.scans import Place, Scan, fingerprint
from tracking.statuses import Status

SHOWN = ("status", "status_detail", "action_required", "attempted", "delivered_at", "last_scan_at")


@dataclass(frozen=True)
class Report:
    """What somebody tells of a parcel at once, and in which stored message, if in one."""

    parcel: str
    scans: Sequence[Scan]
    message_id: int | None = None


def take(
    merchant_id: int, parcel: str, scans: Iterable[Scan], *, message_id: int | None = None
) -> list[Shipment]:
    """Store the scans of a parcel and bring its shipments up to date; returns those.

    Scans told before add nothing. Without a shipment they wait under the parcel's key.
    """
    return take_all(merchant_id, [Report(parcel, list(scans), message_id)]).get(parcel, [])


def take_all(merchant_id: int, reports: Sequence[Report]) -> dict[str, list[Shipment]]:
    """The same for several parcels with a report each, in as few statements; the shipments by parcel."""
    with transaction() as session:
        parcels = [report.parcel for report in reports]
        locks.wait_all(merchant_id, parcels)
        news = store(merchant_id, reports)
        found: dict[str, list[Shipment]] = {}
        for shipment in session.scalars(
            select(Shipment)
            .where(Shipment.merchant_id == merchant_id, Shipment.parcel.in_(parcels))
            .order_by(Shipment.order_id, Shipment.id)  # so two parcels lock the orders they share alike
            .with_for_update()
            .execution_options(populate_existing=True)
        ):
            found.setdefault(shipment.parcel, []).append(shipment)
        if found:
            known = stored_by_parcel(merchant_id, list(found))
            refresh([one for shipments in found.values() for one in shipments], known, news=news)
    return found


def store(merchant_id: int, reports: Iterable[Report]) -> set[str]:
    """Insert what is not known yet; returns the parcels of which there was any."""
    columns = [field.name for field in fields(Scan)]
    rows = [
        {"parcel": report.parcel, "message_id": report.message_id, "fingerprint": fingerprint(scan)}
        | {name: getattr(scan, name) for name in columns}
        for report in reports
        for scan in report.scans
    ]
    return {parcel for (parcel,) in run(ADD, (merchant_id, now(), orjson.dumps(rows).decode()))}


# One parameter for however many scans; the order of keys keeps two transactions from locking them crosswise.
ADD = """
INSERT INTO scans (merchant_id, received_at, parcel, message_id, fingerprint,
                   at, status, status_detail, message, place, source, raw_status, listed)
SELECT %s, %s, s.* FROM jsonb_to_recordset(%s::jsonb) AS s(
    parcel text, message_id bigint, fingerprint text, at timestamptz, status text, status_detail text,
    message text, place jsonb, source text, raw_status text, listed boolean
) ORDER BY s.parcel, s.fingerprint
ON CONFLICT DO NOTHING RETURNING parcel
"""


def stored(merchant_id: int, parcel: str) -> list[Scan]:
    """Every scan known of a parcel, in no order that matters."""
    return stored_by_parcel(merchant_id, [parcel]).get(parcel, [])


def stored_by_parcel(merchant_id: int, keys: Sequence[str]) -> dict[str, list[Scan]]:
    """The same for several parcels, in one statement."""
    found: dict[str, list[Scan]] = {}
    for parcel, at, status, detail, message, place, *rest in run(STORED, (merchant_id, list(keys))):
        where = Place(**place) if place else None
        found.setdefault(parcel, []).append(Scan(at, Status(status), detail, message, where, *rest))
    return found


STORED = """
SELECT parcel, at, status, status_detail, message, place, source, raw_status, listed
FROM scans WHERE merchant_id = %s AND parcel = ANY(%s)
"""


def refresh(
    shipments: Sequence[Shipment], known: Mapping[str, list[Scan]], *, news: Collection[str] = ()
) -> None:
    """Set what the scans `known` of their parcels say of one merchant's locked shipments, at least one.

    The page of each moves where that shows, or where there was `news` of its parcel.
    """
    told: list[tuple[str, dict[str, str]]] = []
    moved: list[int] = []
    for shipment in shipments:
        was = shipment.status
        changed = follow(shipment, known.get(shipment.parcel, []))
        if changed or shipment.parcel in news:
            moved.append(shipment.order_id)
        if changed:
            said = {"shipment": shipment.code, "status": str(shipment.status)}
            told.append(("shipment.updated", said | {"was": str(was)}))
            if shipment.direction == "inbound":
                told.append(("shipment.inbound", said))
    if moved:
        touch_pages(shipments[0].merchant_id, moved)
    emit_all(shipments[0].merchant_id, told)


def follow(shipment: Shipment, scans: list[Scan]) -> bool:
    """Let a shipment be where its scans are; returns whether that shows."""
    line = timeline.build(scans, shipped_at=shipment.shipped_at, now=now())
    before = {name: getattr(shipment, name) for name in SHOWN}
    shipment.status, shipment.status_detail = line.status, line.status_detail
    shipment.action_required, shipment.attempted = line.action_required, line.attempted
    shipment.delivered_at, shipment.last_scan_at = line.delivered_at, line.last_scan_at
    shipment.poll_at = next_poll(shipment, now())
    changed = before != {name: getattr(shipment, name) for name in SHOWN}
    if changed:
        shipment.updated_at = now()
    return changed


def take_estimate(shipment: Shipment, estimated: date | None, as_of: datetime | None) -> None:
    """Keep a carrier's own estimate, unless a later one is known; ties fall to the later date."""
    if estimated is None or as_of is None:
        return
    known = (shipment.carrier_estimate_as_of, shipment.carrier_estimate)
    if known[0] is None or known[1] is None or (as_of, estimated) > (known[0], known[1]):
        shipment.carrier_estimate, shipment.carrier_estimate_as_of = estimated, as_of
        if estimated != known[1]:
            touch_pages(shipment.merchant_id, [shipment.order_id])


def touch_pages(merchant_id: int, order_ids: Iterable[int]) -> None:
    """Let the pages of some orders, by their rows' ids, know that they show something new."""
    run(TOUCH, (merchant_id, sorted(set(order_ids))))


# Rows are locked in one order, so that two transactions that touch the same pages do not wait for each other.
TOUCH = """
UPDATE orders o SET page_version = page_version + 1 FROM (
    SELECT merchant_id, id FROM orders WHERE merchant_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
) shown WHERE o.merchant_id = shown.merchant_id AND o.id = shown.id
"""


def from_fields(fields: dict[str, Any]) -> Scan:
    """A scan from a checked API body."""
    place = fields.get("location")
    return Scan(
        at=fields["at"],
        status=Status(fields["status"]),
        status_detail=fields.get("status_detail"),
        message=fields.get("message") or "",
        place=Place(*map(place.get, ("city", "region", "country", "postcode"))) if place else None,
        source="api",
    )
