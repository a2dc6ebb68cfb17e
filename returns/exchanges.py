"""Exchanges: what is sent instead, reserved when it is asked for; a difference is shown, never charged."""

from enum import StrEnum

from commerce.database import db
from commerce.models import Order
from commerce.money import first_units
from commerce.outbox import emit
from returns import stock
from returns.models.money import Replacement, Stock
from returns.models.requests import Return, ReturnLine
from returns.policy.vocabulary import Resolution


class ReplacementStatus(StrEnum):
    """Where the thing sent instead stands."""

    RESERVED = "reserved"
    SHIPPED = "shipped"
    RELEASED = "released"


def reserve(request: Return, order: Order) -> None:
    """Make the replacement lines of a return and keep their stock. Raises `OutOfStock`."""
    bought = {line.line_id: line for line in order.lines}
    for line in request.lines:
        if line.resolution != Resolution.EXCHANGE:
            continue
        original = bought[line.line_id]
        sku = line.exchange_for or original.sku
        kept = stock.reserve(request.merchant_id, sku, line.quantity) if sku else None
        same = sku == original.sku
        request.replacements.append(
            Replacement(
                merchant_id=request.merchant_id,
                position=line.position,
                sku=sku,
                quantity=line.quantity,
                location=kept.location if kept else None,
                price_difference=0 if same else difference(line, kept, order.currency, original.tax),
                status=ReplacementStatus.RESERVED.value,
            )
        )
    db.session.flush()


def difference(line: ReturnLine, kept: Stock | None, currency: str, tax: int) -> int | None:
    """What the replacement costs more, in minor units without tax; None where its price is not known."""
    paid = line.share - first_units(tax, line.facts["line.quantity"], line.quantity)
    return more_than(paid, line.quantity, kept, currency)


def more_than(paid: int, units: int, kept: Stock | None, currency: str) -> int | None:
    """What units from the shelf cost more than was paid; None where there is no price in the currency."""
    if kept is None or kept.unit_price is None or kept.currency != currency:
        return None
    return kept.unit_price * units - paid


def release(request: Return) -> None:
    """Put back what was kept for a return that comes to nothing."""
    settle(request, ReplacementStatus.RELEASED)


def ship(request: Return, shipment: str | None) -> None:
    """Note that the replacements left."""
    if settle(request, ReplacementStatus.SHIPPED, shipment):
        facts = {"return": request.code, "shipment": shipment}
        emit(request.merchant_id, "exchange.shipped", **facts)


def settle(request: Return, status: ReplacementStatus, shipment: str | None = None) -> bool:
    """End every reservation of a return; False where it has none."""
    waiting = [one for one in request.replacements if one.status == ReplacementStatus.RESERVED]
    for one in waiting:
        if one.sku is not None and one.location is not None:
            gone = status is ReplacementStatus.SHIPPED
            stock.give_back(request.merchant_id, one.sku, one.location, one.quantity, gone=gone)
        one.status, one.shipment = status.value, shipment
    return bool(waiting)
