"""The one intake of scans, whoever tells them: stored once, then the parcel's shipments follow."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from commerce import locks
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Order
from commerce.outbox import emit
from tracking import timeline
from tracking.models import ScanRow, Shipment
from tracking.polling import next_poll
from tracking.scans import Place, Scan, fingerprint
from tracking.statuses import Status

SHOWN = ("status", "status_detail", "action_required", "attempted", "delivered_at", "last_scan_at")


def take(
    merchant_id: int, parcel: str, scans: Iterable[Scan], *, message_id: int | None = None
) -> list[Shipment]:
    """Store the scans of a parcel and bring its shipments up to date; returns those.

    Scans told before add nothing. Without a shipment they wait under the parcel's key.
    """
    with transaction() as session:
        locks.wait(merchant_id, parcel)
        news = store(merchant_id, parcel, scans, message_id)
        shipments = session.scalars(
            select(Shipment)
            .where(Shipment.merchant_id == merchant_id, Shipment.parcel == parcel)
            .order_by(Shipment.order_id, Shipment.id)  # so two parcels lock the orders they share alike
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        known = stored(merchant_id, parcel) if shipments else []
        for shipment in shipments:
            refresh(shipment, known, news=news)
    return list(shipments)


def store(merchant_id: int, parcel: str, scans: Iterable[Scan], message_id: int | None) -> bool:
    """Insert what is not known yet; says whether there was any."""
    rows = {
        fingerprint(scan): {
            "merchant_id": merchant_id,
            "parcel": parcel,
            "fingerprint": fingerprint(scan),
            "at": scan.at,
            "status": scan.status,
            "status_detail": scan.status_detail,
            "message": scan.message,
            "place": asdict(scan.place) if scan.place else None,
            "source": scan.source,
            "raw_status": scan.raw_status,
            "listed": scan.listed,
            "message_id": message_id,
            "received_at": now(),
        }
        for scan in scans
    }
    if not rows:
        return False
    added = insert(ScanRow).on_conflict_do_nothing().returning(ScanRow.parcel)
    return bool(db.session.execute(added, list(rows.values())).all())


def stored(merchant_id: int, parcel: str) -> list[Scan]:
    """Every scan known of a parcel, in no order that matters."""
    return stored_by_parcel(merchant_id, [parcel]).get(parcel, [])


def stored_by_parcel(merchant_id: int, keys: Sequence[str]) -> dict[str, list[Scan]]:
    """The same for several parcels, in one statement."""
    columns = (
        ScanRow.parcel,
        ScanRow.at,
        ScanRow.status,
        ScanRow.status_detail,
        ScanRow.message,
        ScanRow.place,
        ScanRow.source,
        ScanRow.raw_status,
        ScanRow.listed,
    )
    rows = db.session.execute(
        select(*columns).where(ScanRow.merchant_id == merchant_id, ScanRow.parcel.in_(keys))
    )
    found: dict[str, list[Scan]] = {}
    for parcel, at, status, detail, message, place, *rest in rows:
        where = Place(**place) if place else None
        found.setdefault(parcel, []).append(Scan(at, Status(status), detail, message, where, *rest))
    return found


def refresh(shipment: Shipment, scans: list[Scan], *, news: bool = False) -> None:
    """Set what the scans say of a locked shipment; its page moves where that shows, or where there was `news`."""
    line = timeline.build(scans, shipped_at=shipment.shipped_at, now=now())
    before = {name: getattr(shipment, name) for name in SHOWN}
    shipment.status, shipment.status_detail = line.status, line.status_detail
    shipment.action_required, shipment.attempted = line.action_required, line.attempted
    shipment.delivered_at, shipment.last_scan_at = line.delivered_at, line.last_scan_at
    shipment.poll_at = next_poll(shipment, now())
    changed = before != {name: getattr(shipment, name) for name in SHOWN}
    if changed or news:
        touch_page(shipment)
    if changed:
        shipment.updated_at = now()
        emit(
            shipment.merchant_id,
            "shipment.updated",
            shipment=shipment.code,
            status=str(shipment.status),
            was=str(before["status"]),
        )


def take_estimate(shipment: Shipment, estimated: date | None, as_of: datetime | None) -> None:
    """Keep a carrier's own estimate, unless a later one is known; ties fall to the later date."""
    if estimated is None or as_of is None:
        return
    known = (shipment.carrier_estimate_as_of, shipment.carrier_estimate)
    if known[0] is None or known[1] is None or (as_of, estimated) > (known[0], known[1]):
        shipment.carrier_estimate, shipment.carrier_estimate_as_of = estimated, as_of
        if estimated != known[1]:
            touch_page(shipment)


def touch_page(shipment: Shipment) -> None:
    """Let the order's page know that it shows something new."""
    db.session.execute(
        update(Order)
        .where(Order.merchant_id == shipment.merchant_id, Order.id == shipment.order_id)
        .values(page_version=Order.page_version + 1)
        .execution_options(synchronize_session=False)
    )


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
