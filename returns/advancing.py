"""How a return goes on: one move at a time, paid at its step, completed once it is settled."""

from datetime import timedelta

from commerce.clock import now
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import exchanges, paying, refunds
from returns.models.requests import Return
from returns.refunds import RefundStatus
from returns.refusals import IllegalMove
from returns.statuses import (
    FREES_UNITS,
    IllegalTransition,
    LineAcceptance,
    RefundOn,
    ReturnStatus,
    check_move,
)

S = ReturnStatus
MONEY_MOVES = {
    RefundOn.APPROVED: frozenset({S.APPROVED, S.IN_TRANSIT, S.RECEIVED}),
    RefundOn.IN_TRANSIT: frozenset({S.IN_TRANSIT, S.RECEIVED}),
    RefundOn.RECEIVED: frozenset({S.RECEIVED}),
    RefundOn.INSPECTED: frozenset({S.RECEIVED}),
}
"""The statuses in which a return's money may move."""


def check(request: Return, to: ReturnStatus) -> None:
    """Raise `IllegalMove` unless the return may become `to`."""
    try:
        check_move(S(request.status), to, kept=request.kept)
    except IllegalTransition as exc:
        raise IllegalMove(exc) from exc


def move(request: Return, to: ReturnStatus) -> None:
    """The one place where a status changes: checked, timed, told. Raises `IllegalMove`."""
    check(request, to)
    request.status = to.value
    request.updated_at = now()
    setattr(request, f"{to}_at", request.updated_at)
    if to is S.APPROVED and not request.kept:
        request.ship_by = request.updated_at + timedelta(days=request.ship_within_days)
    if to in FREES_UNITS:
        exchanges.release(request)
    emit(request.merchant_id, f"return.{to}", **{"return": request.code})


def may_pay(request: Return) -> bool:
    """Whether the return stands where its money moves; what the shopper keeps needs no journey."""
    status = S(request.status)
    return status in MONEY_MOVES[RefundOn(request.refund_on)] or (request.kept and status is S.APPROVED)


def awaits_inspection(request: Return) -> bool:
    """Whether something arrived that nobody has accepted or rejected yet."""
    return any(line.received_quantity and line.acceptance is LineAcceptance.PENDING for line in request.lines)


def advance(merchant: Known, order: Order, request: Return) -> None:
    """Pay by itself what a gateway can pay now, then complete what is settled.

    Where staff pay by hand nothing moves before they say so. The order's row must be locked.
    """
    by_itself = refunds.gateway_of(merchant, order) is not None
    if by_itself and may_pay(request) and not awaits_inspection(request):
        paying.pay(merchant, order, request)
    complete_if_settled(request, by_itself=by_itself)


def complete_if_settled(request: Return, *, by_itself: bool) -> None:
    """Complete a return that owes nothing any more and waits for nobody."""
    ready = request.status == S.RECEIVED or (request.kept and request.status == S.APPROVED)
    if not ready or awaits_inspection(request) or (not by_itself and not request.refunds):
        return
    statuses = {refund.status for refund in request.refunds}
    if statuses <= {RefundStatus.SUCCEEDED, RefundStatus.FAILED} and not any(paying.due(request)):
        move(request, S.COMPLETED)
