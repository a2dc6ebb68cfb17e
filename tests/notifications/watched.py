"""A shop whose parcels are watched, and what the watch said of them."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from commerce import clock, merchants
from commerce.database import db, run, transaction
from commerce.models import Merchant
from notifications import incident_store, watching
from notifications.incidents import Incident
from tests.builders import make_merchant, make_order
from tests.portal.storefront.shop import SHOP
from tracking import intake, shipments
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import Status

Row = TypeVar("Row", Merchant, Shipment)

MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)  # ten in the morning in New York
NUMBER = "1Z999AA10123456784"


def shop(slug: str = "acme", **config: Any) -> Merchant:
    """A merchant with one location in Newark."""
    merchant = make_merchant(slug, **SHOP | config)
    merchants.forget()
    return kept(merchant)


def kept(row: Row) -> Row:
    """The row as it is now, whatever sessions end."""
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def sent(merchant: Merchant, *, order: str = "1001", code: str = "S1", **fields: Any) -> Shipment:
    """A parcel handed over on Monday and promised for Friday."""
    with clock.at(MONDAY):
        placed = make_order(merchant, order, placed_at=MONDAY - timedelta(days=3))
        plain: dict[str, Any] = {"id": code, "carrier": "UPS", "service": "Ground", "location": "NJ1"}
        plain |= {
            "tracking_number": NUMBER,
            "shipped_at": MONDAY,
            "promised_on": datetime(2026, 11, 20).date(),
        }
        parcel = shipments.create(merchant.id, placed, plain | fields)[0]
    return kept(parcel)


def scanned(
    shipment: Shipment, days: float, status: str = "in_transit", detail: str | None = None, message: str = ""
) -> None:
    """Let a scan of that time come in at that time, and the watch look."""
    at = MONDAY + timedelta(days=days)
    with clock.at(at):
        scan = Scan(at, Status(status), detail, message, None, "test")
        intake.take(shipment.merchant_id, shipment.parcel, [scan])
        watching.look_at(shipment.merchant_id, shipment.code)


def looked(shipment: Shipment, days: float) -> None:
    """Let the watch look at that time."""
    with clock.at(MONDAY + timedelta(days=days)):
        watching.look_at(shipment.merchant_id, shipment.code)


def incidents(shipment: Shipment) -> list[Incident]:
    return incident_store.of_shipments(shipment.merchant_id, [shipment.id]).get(shipment.id, [])


def still_open(shipment: Shipment) -> list[str]:
    return sorted(one.kind for one in incidents(shipment) if one.cleared_at is None)


def events(prefix: str = "delay.") -> list[tuple[str, dict[str, Any]]]:
    """The events emitted so far, the first first."""
    with transaction():
        rows = run("SELECT kind, data FROM events WHERE kind LIKE %s ORDER BY id", (f"{prefix}%",))
    return [(kind, data) for kind, data in rows]


def named() -> list[tuple[str, str]]:
    return [(kind, data["delay"]) for kind, data in events()]


def watch_at(shipment: Shipment) -> datetime | None:
    facts = (shipment.merchant_id, shipment.id)
    with transaction():
        rows = run("SELECT watch_at FROM shipments WHERE merchant_id = %s AND id = %s", facts)
    told: datetime | None = rows[0][0]
    return told
