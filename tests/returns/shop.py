"""A merchant with a policy, and orders whose parcels were delivered, as the services see them."""

from datetime import timedelta
from typing import Any

from commerce import merchants
from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from commerce.models import Merchant, Order, OrderLine
from returns import publishing, requests
from returns.models.requests import Return
from tests.builders import make_line, make_order
from tracking.models import Shipment, ShipmentLine

POLICY: dict[str, Any] = {
    "window": {"days": 30},
    "store_credit_bonus_percent": 10,
    "rules": [
        {
            "name": "Look at coats",
            "when": {"fact": "line.sku", "op": "eq", "value": "COAT"},
            "then": {"decision": "review"},
        }
    ],
}


def open_shop(merchant: Merchant, **changes: Any) -> Known:
    """Publish the policy, with changes."""
    publishing.publish(merchant.id, publishing.draft(merchant.id, POLICY | changes).version)
    known = merchants.fresh_by_id(merchant.id)
    assert known
    return known


def deliver(
    merchant: Merchant, number: str = "1001", *lines: OrderLine, days: float = 3, **fields: Any
) -> Order:
    """An order, all of it in one parcel that was delivered so many days ago."""
    bought = list(lines) or [make_line()]
    order = make_order(merchant, number, lines=bought, **fields)
    code = f"S-{number}"
    with transaction() as session:
        parcel = Shipment(
            merchant_id=merchant.id,
            order_id=order.id,
            code=code,
            parcel=f"shp:{order.id}:{code}",
            direction="outbound",
            status="delivered",
            shipped_at=now() - timedelta(days=days + 2),
            delivered_at=now() - timedelta(days=days),
            lines=[
                ShipmentLine(merchant_id=merchant.id, line_id=line.line_id, quantity=line.quantity)
                for line in bought
            ],
        )
        session.add(parcel)
    return order


def ask(line: str = "L1", quantity: int = 1, **more: Any) -> dict[str, Any]:
    """A line of a request."""
    return {"id": line, "quantity": quantity, "reason": "too_small", "resolution": "refund"} | more


def request(shop: Known, *lines: dict[str, Any], number: str = "1001", **more: Any) -> Return:
    """Ask for a return."""
    return requests.create(shop, number, list(lines) or [ask()], **more)
