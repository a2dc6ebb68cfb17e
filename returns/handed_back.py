"""Refunds as a list, and the ones that staff pay by hand ticked off."""

from typing import NamedTuple

from sqlalchemy import Select, select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import Order
from commerce.outbox import emit
from returns.models.claims import Claim
from returns.models.money import Refund
from returns.models.requests import Return
from returns.refunds import BY_HAND
from returns.refusals import NotByHand


class Listed(NamedTuple):
    """A refund with the number of its order, and the id of the return or claim that it is for."""

    refund: Refund
    order: str
    return_code: str | None
    claim_code: str | None


def get(merchant_id: int, code: str) -> Listed:
    """The merchant's refund with this id; `NotFound`."""
    row = db.session.execute(whole(merchant_id).where(Refund.code == code)).one_or_none()
    if row is None:
        raise NotFound("there is no refund with this id")
    return Listed(*row)


def listed(
    merchant_id: int,
    *,
    status: str | None = None,
    order: str | None = None,
    to_pay: bool | None = None,
    after: int | None = None,
    most: int = 50,
) -> list[Listed]:
    """The merchant's refunds, the last made first; `to_pay`: those by hand that nobody ticked off, or all others.

    `after` is the row number where the page before ended.
    """
    statement = whole(merchant_id)
    waits = (Refund.gateway == BY_HAND) & Refund.paid_at.is_(None)
    if to_pay is not None:
        statement = statement.where(waits if to_pay else ~waits)
    if status is not None:
        statement = statement.where(Refund.status == status)
    if order is not None:
        statement = statement.where(Order.number == order)
    if after is not None:
        statement = statement.where(Refund.id < after)
    return [Listed(*row) for row in db.session.execute(statement.order_by(Refund.id.desc()).limit(most))]


def tick_off(merchant_id: int, code: str) -> Listed:
    """Note that staff have paid a refund by hand; once more is nothing new. `NotFound`, `NotByHand`."""
    with transaction():
        row = db.session.scalars(
            select(Refund)
            .where(Refund.merchant_id == merchant_id, Refund.code == code)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            raise NotFound("there is no refund with this id")
        if row.gateway != BY_HAND:
            raise NotByHand(f"{row.gateway} pays it")
        if row.paid_at is None:
            row.paid_at = now()
            emit(merchant_id, "refund.paid_by_hand", refund=code)
        db.session.flush()
        return get(merchant_id, code)


def whole(merchant_id: int) -> Select[Refund, str, str, str]:
    """Refunds with what they are for."""
    mine = Refund.merchant_id == merchant_id
    return (
        select(Refund, Order.number, Return.code, Claim.code)
        .join(Order, (Order.merchant_id == Refund.merchant_id) & (Order.id == Refund.order_id))
        .outerjoin(Return, (Return.merchant_id == Refund.merchant_id) & (Return.id == Refund.return_id))
        .outerjoin(Claim, (Claim.merchant_id == Refund.merchant_id) & (Claim.id == Refund.claim_id))
        .where(mine)
    )
