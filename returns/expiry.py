"""What the clock does: returns that were not sent in time expire, and shoppers are reminded before."""

from datetime import timedelta

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.outbox import emit
from commerce.schedule import periodic
from returns import steps
from returns.models.money import Refund
from returns.models.requests import Return
from returns.refunds import RefundStatus
from returns.refusals import AlreadyPaid, IllegalMove
from returns.statuses import ReturnStatus

REMIND_BEFORE = timedelta(days=3)
AT_ONCE = 500


@periodic("expire-returns", every=timedelta(minutes=15))
def expire_returns() -> int:
    """Expire approved returns whose time to be sent is over; returns how many.

    Who withdrew from a contract is paid back once the goods come, however late.
    """
    expired = 0
    for merchant_id, code in overdue():
        try:
            steps.expire(merchant_id, code)
            expired += 1
        except (IllegalMove, AlreadyPaid):
            continue  # somebody was quicker
    return expired


def overdue() -> list[tuple[int, str]]:
    """Merchant and id of approved returns past their time; what is paid for, kept or withdrawn from does not expire."""
    paid = (
        select(Refund.id)
        .where(
            Refund.merchant_id == Return.merchant_id,
            Refund.return_id == Return.id,
            Refund.status != RefundStatus.FAILED,
        )
        .exists()
    )
    statement = (
        select(Return.merchant_id, Return.code)
        .where(
            Return.status == ReturnStatus.APPROVED,
            Return.ship_by <= now(),
            Return.withdrawal.is_(None),
            ~paid,
        )
        .order_by(Return.ship_by)
        .limit(AT_ONCE)
    )
    rows = db.session.execute(statement, execution_options={"across_merchants": True}).all()
    db.session.rollback()
    return [(merchant_id, code) for merchant_id, code in rows]


@periodic("remind-of-returns", every=timedelta(hours=1))
def remind_of_returns() -> int:
    """Tell once, three days ahead, that an approved return is about to expire; returns how many."""
    with transaction() as session:
        requests = session.scalars(
            select(Return)
            .where(
                Return.status == ReturnStatus.APPROVED,
                Return.ship_by > now(),
                Return.ship_by <= now() + REMIND_BEFORE,
                Return.reminded_at.is_(None),
            )
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=Return),
            execution_options={"across_merchants": True},
        ).all()
        for request in requests:
            request.reminded_at = now()
            emit(request.merchant_id, "return.expiring", **{"return": request.code})
    return len(requests)
