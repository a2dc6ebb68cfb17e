"""Paying what a return owes: money through refunds, credit through the ledger, never more than was paid."""

from commerce.merchants import Known
from commerce.models import Order
from returns import credits, refunds
from returns.amounts import within_paid
from returns.models.money import Refund
from returns.models.requests import Return, ReturnLine
from returns.refunds import RefundKind, RefundStatus
from returns.refusals import wrong
from returns.settlement import Owed, Settling, owed
from returns.statuses import ReturnStatus

BEFORE_ARRIVAL = frozenset({ReturnStatus.APPROVED, ReturnStatus.IN_TRANSIT})


def payable_units(request: Return, line: ReturnLine) -> int:
    """Units of a line to be paid for: all while they may still arrive, then those accepted or given up."""
    if line.keep_item or request.status in BEFORE_ARRIVAL:
        return line.quantity - line.released_quantity
    return line.accepted_quantity + line.written_off_quantity


def settling(request: Return) -> list[Settling]:
    """The return's lines as `settlement.owed` reads them."""
    return [
        Settling(
            units=payable_units(request, line),
            quantity=line.quantity,
            share=line.share,
            resolution=line.resolution,
            fee=line.fee,
            restocking_percent=line.restocking_percent,
            bonus_percent=line.bonus_percent,
        )
        for line in request.lines
    ]


def due(request: Return, already: int | None = None) -> Owed:
    """What is still owed now, minor units; what is on its way is not owed any more.

    `already` is what was paid back of the order in all, read where it is left out.
    """
    whole = owed(settling(request), frozenset(request.fee_waived_for), request.shipping_refund)
    live = [refund for refund in request.refunds if refund.status != RefundStatus.FAILED]
    money = [refund for refund in live if refund.kind == RefundKind.REFUND]
    given = [refund for refund in live if refund.kind == RefundKind.STORE_CREDIT]
    if already is None:
        already = refunds.refunded(request.merchant_id, request.order_id)
    money_due = max(0, whole.refund - sum(one.amount for one in money))
    refund = within_paid(money_due, request.order_paid, already)
    wanted = max(0, whole.credit_principal - sum(one.principal for one in given))
    principal = within_paid(wanted, request.order_paid, already + refund)
    credit = max(0, whole.store_credit - sum(one.amount for one in given))
    if principal < wanted:
        credit = credit * principal // wanted
    return Owed(refund, credit, principal)


def pay(merchant: Known, order: Order, request: Return, amount: int | None = None) -> list[Refund]:
    """Pay what is due, or `amount` minor units of it; the order's row must be locked.

    Money goes first, then credit. `Invalid` for an amount that is not between 1 and what is due.
    """
    owing = due(request)
    most = owing.refund + owing.store_credit
    if amount is not None and not 1 <= amount <= most:
        says = f"must be from 1 to {most}, which is what is due" if most else "nothing is due"
        raise wrong("/amount", "out_of_range", says)
    wanted = most if amount is None else amount
    money = min(owing.refund, wanted)
    credit = min(owing.store_credit, wanted - money)
    made = []
    if money:
        made.append(refunds.start(merchant, order, money, return_id=request.id))
    if credit:
        principal = min(owing.credit_principal, credit)
        made.append(
            credits.give(merchant, order, credit, principal, email=request.reader, return_id=request.id)
        )
    request.refunds.extend(made)
    return made
