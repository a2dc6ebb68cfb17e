"""A shop that sells to Germany, and its shoppers' declarations."""

from typing import Any

from commerce.database import transaction
from commerce.merchants import Known
from commerce.models import Merchant, Order, OrderLine
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import declaring
from returns.withdrawal.declaring import Declaration
from tests.builders import make_line, make_order
from tests.returns.shop import deliver
from tracking.models import Shipment, ShipmentLine

BERLIN = {"name": "Ada L", "city": "Berlin", "postcode": "10115", "country": "DE"}


def waiting(merchant: Merchant, number: str = "1001", *lines: OrderLine, **fields: Any) -> Order:
    """An order of which nothing was sent yet."""
    return make_order(merchant, number, lines=list(lines) or [make_line()], ship_to=BERLIN, **fields)


def delivered(
    merchant: Merchant, number: str = "1001", *lines: OrderLine, days: float = 3, **fields: Any
) -> Order:
    """An order that was delivered so many days ago."""
    return deliver(merchant, number, *lines, days=days, ship_to=BERLIN, **fields)


def pack(order: Order, **units: int) -> None:
    """Send units of an order off."""
    code = "S-" + "-".join(units)
    with transaction() as session:
        parcel = Shipment(
            merchant_id=order.merchant_id,
            order_id=order.id,
            code=code,
            parcel=f"shp:{order.id}:{code}",
            direction="outbound",
            status="in_transit",
            shipped_at=order.placed_at,
            lines=[
                ShipmentLine(merchant_id=order.merchant_id, line_id=line, quantity=count)
                for line, count in units.items()
            ],
        )
        session.add(parcel)


def withdraw(shop: Known, number: str = "1001", **units: int) -> Withdrawal:
    """Withdraw from units of each line, of both tees where none is named."""
    declaration = Declaration(
        units or {"L1": 2}, "Ada L", "ada@example.com", "I withdraw from the contract.", "en"
    )
    return declaring.declare(shop, number, declaration)
