"""What Stripe's webhooks tell: our refunds are settled by it, and those made elsewhere are counted."""

from sqlalchemy import or_, select

from commerce import merchants
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.ids import public_id
from commerce.models import Order
from commerce.outbox import Happened, emit, subscribe
from returns import refund_jobs
from returns.models.money import Refund
from returns.providers import stripe
from returns.providers.stripe import RefundReport, StripeGateway
from returns.refunds import RefundKind, RefundStatus
from tracking.messages import MESSAGE, UNDERSTOOD

REPORTED = "payment.reported"


@subscribe("read-payment-message", [REPORTED], queue="carriers", foreign=True)
def read(event: Happened) -> None:
    """Work out what a stored message means and let it count; done again, it changes nothing."""
    key = (event.merchant_id, event.data["message"])
    with transaction():
        [(_, body)] = run(MESSAGE, key)
    told = stripe.parse_event(body)
    if told is None:
        outcomes = ["not about a refund"]
    else:
        reports = asked(event.merchant_id, told.charge) if told.charge else told.reports
        outcomes = [take(event.merchant_id, report) for report in reports] or ["no refund was found"]
    with transaction():
        run(UNDERSTOOD, ("; ".join(outcomes)[:500], *key))


def asked(merchant_id: int, charge: str) -> list[RefundReport] | tuple[()]:
    """The refunds of a charge, where the merchant has a key to ask with: newer events do not hold them."""
    merchant = merchants.known_by_id(merchant_id)
    gateway = StripeGateway()
    return gateway.listed(merchant, charge) if merchant and gateway.takes(merchant, charge) else ()


def take(merchant_id: int, report: RefundReport) -> str:
    """Let a report of a refund count; returns what became of it."""
    with transaction():
        code = known(merchant_id, report)
    if code is None:
        return count_elsewhere(merchant_id, report)
    refund_jobs.settle(merchant_id, code, report.answer)
    return f"{code} is {report.answer.status}"


def known(merchant_id: int, report: RefundReport) -> str | None:
    """Our id of the refund: by the id it carries, or by Stripe's."""
    ours = or_(Refund.code == report.key, Refund.external_id == report.answer.external_id)
    statement = select(Refund.code).where(
        Refund.merchant_id == merchant_id, Refund.gateway == stripe.NAME, ours
    )
    return db.session.scalars(statement.limit(1)).one_or_none()


def count_elsewhere(merchant_id: int, report: RefundReport) -> str:
    """Count a refund that somebody made at Stripe, so that the order is never paid back twice."""
    if report.answer.status is RefundStatus.FAILED:
        return "failed elsewhere"
    with transaction() as session:
        paid_so = select(Order).where(
            Order.merchant_id == merchant_id, Order.payment_reference.in_(report.payments)
        )
        orders = session.scalars(paid_so.order_by(Order.id).limit(2).with_for_update()).all()
        if len(orders) != 1:
            return "of a payment of no order" if not orders else "of a payment of several orders"
        order = orders[0]
        if order.currency != report.currency:
            return f"in {report.currency}, and the order in {order.currency}"
        if code := known(merchant_id, report):
            return f"{code} is known"
        refund = elsewhere(order, report)
        session.add(refund)
        order.page_version += 1
        if refund.status == RefundStatus.SUCCEEDED:
            emit(merchant_id, "refund.issued", refund=refund.code)
    return f"{refund.code} was made elsewhere"


def elsewhere(order: Order, report: RefundReport) -> Refund:
    """The row of a refund that no return of ours asked for."""
    done = report.answer.status is RefundStatus.SUCCEEDED
    return Refund(
        merchant_id=order.merchant_id,
        order_id=order.id,
        code=public_id("ref"),
        kind=RefundKind.REFUND.value,
        amount=report.amount,
        principal=report.amount,
        currency=report.currency,
        status=report.answer.status.value,
        gateway=stripe.NAME,
        payment_reference=order.payment_reference,
        external_id=report.answer.external_id,
        error=report.answer.error,
        created_at=now(),
        sent_at=now(),
        settled_at=now() if done else None,
    )
