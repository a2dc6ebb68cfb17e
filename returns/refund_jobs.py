"""Calling the gateway for a refund, and settling what it says. An answer lost is asked for, never sent twice."""

from sqlalchemy import select

from commerce import merchants
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Order
from commerce.outbox import Happened, emit, subscribe
from commerce.work import GivenUp, TryLater
from returns import advancing, refunds
from returns.models.money import Refund
from returns.models.requests import Return
from returns.refunds import Gateway, GatewayAnswer, Payback, RefundStatus

FINAL = (RefundStatus.SUCCEEDED, RefundStatus.FAILED)


@subscribe("refund-gateway", ["refund.requested"], queue="carriers", foreign=True)
def pay_back(event: Happened) -> None:
    """Have a refund paid: found where an earlier call may have reached the gateway, else sent."""
    opened = begin(event.merchant_id, event.data["refund"])
    if opened is None:
        return
    gateway, payback, may_have_arrived = opened
    try:
        answer = (gateway.find(payback) if may_have_arrived else None) or gateway.send(payback)
    except GivenUp as exc:
        settle(event.merchant_id, payback.idempotency_key, GatewayAnswer(RefundStatus.FAILED, error=str(exc)))
        raise
    settle(event.merchant_id, payback.idempotency_key, answer)
    if answer.status not in FINAL:
        raise TryLater(f"{gateway.name} says {answer.status} of {payback.idempotency_key}")


def begin(merchant_id: int, code: str) -> tuple[Gateway, Payback, bool] | None:
    """Note that the gateway is about to be called; says whether it was before. None: nothing is to be done."""
    with transaction():
        refund = get(merchant_id, code, lock=True)
        merchant = merchants.known_by_id(merchant_id)
        gateway = refunds.named(refund.gateway) if refund else None
        if refund is None or merchant is None or gateway is None or refund.status in FINAL:
            return None
        before = refund.sent_at is not None
        refund.sent_at = refund.sent_at or now()
        payback = Payback(
            merchant=merchant,
            payment_reference=refund.payment_reference,
            amount=refund.amount,
            currency=refund.currency,
            idempotency_key=refund.code,
            external_id=refund.external_id,
        )
    return gateway, payback, before


def settle(merchant_id: int, code: str, answer: GatewayAnswer) -> None:
    """Take a gateway's word for a refund, from its answer or its webhook; the same word twice is nothing new.

    What succeeded may still fail later, as banks do; what failed stays so, whatever comes late.
    """
    with transaction():
        refund = get(merchant_id, code)
        if refund is None:
            return
        order = db.session.get_one(Order, (merchant_id, refund.order_id))
        db.session.refresh(order, with_for_update=True)
        refund = get(merchant_id, code, lock=True)
        if refund is None or not is_news(refund, answer):
            return
        refund.status, refund.external_id = answer.status.value, answer.external_id or refund.external_id
        refund.error = answer.error
        refund.settled_at = now() if answer.status in FINAL else None
        order.page_version += 1
        if answer.status in FINAL:
            issued = answer.status is RefundStatus.SUCCEEDED
            emit(merchant_id, "refund.issued" if issued else "refund.failed", refund=code)
        db.session.flush()
        if refund.return_id is not None:
            request = db.session.get_one(Return, (merchant_id, refund.return_id), populate_existing=True)
            advancing.complete_if_settled(request, by_itself=True)


def is_news(refund: Refund, answer: GatewayAnswer) -> bool:
    """Whether an answer changes what is known of a refund; answers may come in any order."""
    if refund.status in FINAL:
        return refund.status == RefundStatus.SUCCEEDED and answer.status is RefundStatus.FAILED
    known = answer.external_id in (None, refund.external_id)
    return refund.status != answer.status or not known


def get(merchant_id: int, code: str, *, lock: bool = False) -> Refund | None:
    """The refund with this id."""
    statement = select(Refund).where(Refund.merchant_id == merchant_id, Refund.code == code)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()
