"""Refunds: written in the transaction that decides on them, paid by a gateway after it, settled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import func, select

from commerce.clock import now
from commerce.database import db
from commerce.ids import public_id
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns.models.money import Refund


class RefundStatus(StrEnum):
    """Where a refund stands. `unknown` is a foreign word that we don't know; the gateway is asked again."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"


class RefundKind(StrEnum):
    """What the shopper gets."""

    REFUND = "refund"
    STORE_CREDIT = "store_credit"


@dataclass(frozen=True)
class Payback:
    """What a gateway is asked to pay back: minor units of a payment, under a key that never changes."""

    merchant: Known
    payment_reference: str | None
    amount: int
    currency: str
    idempotency_key: str
    external_id: str | None = None


@dataclass(frozen=True)
class GatewayAnswer:
    """What a gateway says of a refund: `error` is for staff to read."""

    status: RefundStatus
    external_id: str | None = None
    error: str | None = None


class Gateway(Protocol):
    """Who pays money back."""

    name: str

    def takes(self, merchant: Known, payment_reference: str | None) -> bool:
        """Whether it can pay back this merchant's payment."""

    def find(self, payback: Payback) -> GatewayAnswer | None:
        """What it knows of a refund that may have reached it; None where it knows of none.

        Raises `commerce.work.TryLater` where it can't be asked.
        """

    def send(self, payback: Payback) -> GatewayAnswer:
        """Pay back. The same key must not pay twice.

        Raises `commerce.work.TryLater` where it can't be asked, `GivenUp` where it surely paid nothing and never will.
        """


BY_HAND = "manual"
"""The gateway of refunds that staff pay themselves."""

GATEWAYS: list[Gateway] = []
"""Those that pay by themselves, in the order in which they are asked whether they take a payment."""


def gateway_of(merchant: Known, order: Order) -> Gateway | None:
    """Who pays back this order's payment; None where staff do it by hand."""
    return next((one for one in GATEWAYS if one.takes(merchant, order.payment_reference)), None)


def named(name: str) -> Gateway | None:
    """The gateway of that name; None for the work of hands."""
    return next((one for one in GATEWAYS if one.name == name), None)


def start(
    merchant: Known,
    order: Order,
    amount: int,
    *,
    return_id: int | None = None,
    claim_id: int | None = None,
    withdrawal: str | None = None,
) -> Refund:
    """Write a refund of `amount` minor units; it must be called in a transaction that holds the order.

    A gateway is asked to pay it after the transaction; without one it is paid by hand and settled here.
    """
    gateway = gateway_of(merchant, order)
    refund = written(
        order,
        RefundKind.REFUND,
        amount,
        return_id=return_id,
        claim_id=claim_id,
        withdrawal=withdrawal,
        gateway=gateway.name if gateway else BY_HAND,
        payment_reference=order.payment_reference,
        status=RefundStatus.PENDING if gateway else RefundStatus.SUCCEEDED,
    )
    emit(merchant.id, "refund.requested" if gateway else "refund.issued", refund=refund.code)
    return refund


def written(
    order: Order, kind: RefundKind, amount: int, *, status: RefundStatus, gateway: str, **more: Any
) -> Refund:
    """The row of a refund of an order, flushed; `more` are other columns of it."""
    refund = Refund(
        merchant_id=order.merchant_id,
        order_id=order.id,
        code=public_id("ref"),
        kind=kind.value,
        amount=amount,
        currency=order.currency,
        status=status.value,
        gateway=gateway,
        created_at=now(),
        settled_at=None if status is RefundStatus.PENDING else now(),
        **{"principal": amount} | more,
    )
    db.session.add(refund)
    db.session.flush()
    return refund


def refunded(merchant_id: int, order_id: int) -> int:
    """What was paid back of an order, or is on its way, in minor units; bonuses on credit left out."""
    return refunded_of(merchant_id, [order_id]).get(order_id, 0)


def refunded_of(merchant_id: int, order_ids: Sequence[int]) -> dict[int, int]:
    """The same for several orders, by their row numbers."""
    rows = db.session.execute(
        select(Refund.order_id, func.sum(Refund.principal))
        .where(
            Refund.merchant_id == merchant_id,
            Refund.order_id.in_(order_ids),
            Refund.status != RefundStatus.FAILED,
        )
        .group_by(Refund.order_id)
    )
    return {order_id: int(total) for order_id, total in rows}
