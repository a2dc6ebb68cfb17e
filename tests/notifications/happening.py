"""Things that happen to orders, and what is written of them for tests to see."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from commerce import clock, outbox, work
from commerce.database import db, transaction
from commerce.models import Merchant, Order
from notifications.models import Notice
from tests.builders import make_line, make_order
from tracking import intake, shipments
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import Status

NOON = datetime(2026, 11, 2, 20, tzinfo=UTC)  # on a Monday in San Francisco, where tests' orders go
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def order_of(merchant: Merchant, number: str = "1001", parcels: int = 1, **fields: Any) -> Order:
    """An order with a line for each parcel that is to be."""
    lines = [make_line(f"L{place}") for place in range(1, parcels + 1)]
    return make_order(merchant, number, lines=lines, **{"placed_at": NOON - 3 * DAY} | fields)


def ship(order: Order, line: int = 1, **fields: Any) -> Shipment:
    """A parcel with that line, its id `S1` for the first of order 1001."""
    code = f"S{line}" if order.number == "1001" else f"S{line}-{order.number}"
    facts = {"id": code, "lines": [{"id": f"L{line}", "quantity": 2}], "tracking_number": f"T-{code}"}
    return shipments.create(order.merchant_id, order, facts | fields)[0]


def scan(shipment: Shipment, status: str, at: datetime, message: str = "") -> None:
    """A scan of the parcel comes in."""
    intake.take(
        shipment.merchant_id, shipment.parcel, [Scan(at, Status(status), None, message, None, "test")]
    )


def find_delay(
    shipment: Shipment, delay: str = "predicted_late", event: str = "opened", **facts: Any
) -> None:
    """The watch finds something."""
    known = {"incident": f"{delay}:2026-11-02", "days": 2, "expected_on": "2026-11-09"}
    known["at"] = clock.now().isoformat()
    with transaction():
        data = known | facts | {"shipment": shipment.code, "delay": delay}
        outbox.emit(shipment.merchant_id, f"delay.{event}", **data)


def follow() -> None:
    """Let all that happened have its notices decided."""
    while due := outbox.relay():
        for subscriber, merchant_id, event_id in sorted(due, key=lambda one: one[2]):
            if subscriber.name == "decide-notices":
                work.do(subscriber.name, merchant_id, event_id)


def notices(merchant: Merchant) -> list[Notice]:
    """All that was written, oldest first."""
    db.session.rollback()
    statement = select(Notice).where(Notice.merchant_id == merchant.id).order_by(Notice.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def outcomes(merchant: Merchant) -> list[tuple[str, str]]:
    """Kind and status, or the reason where it was skipped."""
    return [(notice.kind, notice.skip_reason or notice.status) for notice in notices(merchant)]
