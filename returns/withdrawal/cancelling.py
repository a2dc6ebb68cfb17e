"""Units that a shopper withdrew from before they were sent: called off, and paid back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from commerce import merchants
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import found, refunds, write_offs
from returns.amounts import within_paid
from returns.claims import paid_for
from returns.models.money import Refund
from returns.models.withdrawals import Withdrawal
from returns.refunds import RefundStatus
from returns.refusals import NothingDue, RefundUnderWay
from returns.withdrawal import log


def call_off(order: Order, units: Mapping[str, int], code: str) -> int:
    """Call units of an order off, by line; what was paid for them in minor units.

    The order's row must be locked. `UnitsTaken` where a line has fewer left.
    """
    rows = write_offs.record(order.merchant_id, order.number, units, source="withdrawal", reference=code)
    for line in order.lines:
        line.cancelled_quantity += units.get(line.line_id, 0)
    db.session.flush()
    lines = [{"id": line, "quantity": count} for line, count in units.items()]
    emit(order.merchant_id, "order.units_cancelled", order=order.number, withdrawal=code, lines=lines)
    return sum(row.share for row in rows)


def refunds_of(several: Sequence[Withdrawal]) -> dict[str, list[Refund]]:
    """What was paid back for the units never sent, the first first, by withdrawal; what failed, too."""
    made: dict[str, list[Refund]] = {one.code: [] for one in several}
    if not several:
        return made
    rows = db.session.scalars(
        select(Refund)
        .where(
            Refund.merchant_id == several[0].merchant_id,
            Refund.order_id.in_({one.order_id for one in several}),
            Refund.withdrawal.in_(made),
        )
        .order_by(Refund.id)
    )
    for row in rows:
        made[row.withdrawal or ""].append(row)
    return made


def owed(withdrawal: Withdrawal) -> int:
    """What the units never sent come to; the shipping charge goes with what comes back, where anything does."""
    return withdrawal.cancelled_share + (0 if withdrawal.return_code else withdrawal.shipping)


def unpaid(withdrawal: Withdrawal, made: Sequence[Refund]) -> int:
    """What of that is neither paid nor on its way."""
    live = sum(refund.amount for refund in made if refund.status != RefundStatus.FAILED)
    return max(0, owed(withdrawal) - live)


def due(withdrawal: Withdrawal, order: Order, made: Sequence[Refund]) -> int:
    """The same, never more than the order's payment has left."""
    return within_paid(
        unpaid(withdrawal, made), paid_for(order), refunds.refunded(order.merchant_id, order.id)
    )


def pay_by_itself(merchant: Known, order: Order, withdrawal: Withdrawal) -> None:
    """Pay at once where a gateway can; where staff pay by hand nothing moves before they say so."""
    amount = due(withdrawal, order, [])
    if amount and refunds.gateway_of(merchant, order):
        refunds.start(merchant, order, amount, withdrawal=withdrawal.code)


def refund(merchant_id: int, code: str) -> Withdrawal:
    """Pay what is due for the units never sent. `NotFound`, `NothingDue`, `RefundUnderWay`."""
    with transaction():
        withdrawal = log.get(merchant_id, code)
        order = found.locked_order(merchant_id, withdrawal.order_number)
        merchant = merchants.known_by_id(merchant_id)
        if merchant is None:
            raise NotFound("this merchant is gone")
        made = refunds_of([withdrawal])[code]
        if any(one.status not in (RefundStatus.SUCCEEDED, RefundStatus.FAILED) for one in made):
            raise RefundUnderWay("wait until it is settled")
        if not (amount := due(withdrawal, order, made)):
            raise NothingDue("what comes back is paid for through its return")
        refunds.start(merchant, order, amount, withdrawal=code)
        order.page_version += 1
    return withdrawal
