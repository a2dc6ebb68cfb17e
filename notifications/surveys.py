"""What shoppers thought of a delivery: asked once for each parcel, and open to second thoughts for a week."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from commerce import locks
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Conflict
from commerce.ids import public_id
from commerce.models import Order
from commerce.outbox import emit
from notifications.models.feedback import Feedback
from tracking.models import Shipment
from tracking.statuses import Status

SECOND_THOUGHTS = timedelta(days=7)


class TooLate(Conflict):
    """The answer was given more than a week ago."""

    code, title = "feedback_closed", "This answer can't be changed any more"


class Asked(NamedTuple):
    """A delivered parcel, and the answer about it, if there is one."""

    shipment: Shipment
    answer: Feedback | None

    def is_open(self, at: datetime) -> bool:
        """Whether an answer can be given or changed."""
        return self.answer is None or at <= self.answer.created_at + SECOND_THOUGHTS


class Told(NamedTuple):
    """An answer, and what it is about."""

    feedback: Feedback
    shipment: str
    order: str


def asked(order: Order) -> Asked | None:
    """The order's parcel that was delivered last; None while none was."""
    same = (Feedback.merchant_id == Shipment.merchant_id) & (Feedback.shipment_id == Shipment.id)
    row = db.session.execute(
        select(Shipment, Feedback)
        .outerjoin(Feedback, same)
        .where(
            Shipment.merchant_id == order.merchant_id,
            Shipment.order_id == order.id,
            Shipment.direction == "outbound",
            Shipment.status == Status.DELIVERED,
        )
        .order_by(Shipment.delivered_at.desc().nulls_last(), Shipment.id.desc())
        .limit(1)
    ).first()
    return Asked(*row) if row else None


def answer(shipment: Shipment, score: int, comment: str | None, locale: str) -> Feedback:
    """Keep the answer about a parcel, 0–10, or change the one there is; raises `TooLate` after a week."""
    with transaction() as session:
        locks.wait(shipment.merchant_id, f"feedback:{shipment.id}")
        given = session.scalars(
            select(Feedback)
            .where(Feedback.merchant_id == shipment.merchant_id, Feedback.shipment_id == shipment.id)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if given and not Asked(shipment, given).is_open(now()):
            raise TooLate("a week has passed since it was given")
        if given is None:
            code = public_id("fbk")
            given = Feedback(
                merchant_id=shipment.merchant_id, code=code, shipment_id=shipment.id, created_at=now()
            )
            session.add(given)
        changed: dict[str, Any] = {"score": score, "comment": comment, "locale": locale}
        if any(getattr(given, name) != value for name, value in changed.items()):
            for name, value in changed.items():
                setattr(given, name, value)
            given.updated_at = now()
            emit(shipment.merchant_id, "feedback.given", shipment=shipment.code, score=score)
    return given


def listed(
    merchant_id: int, *, order: str | None = None, after: int | None = None, most: int = 50
) -> list[Told]:
    """The merchant's answers, the last given first; `after` is the row number where the page before ended."""
    of_shipment = (Shipment.merchant_id == Feedback.merchant_id) & (Shipment.id == Feedback.shipment_id)
    of_order = (Order.merchant_id == Shipment.merchant_id) & (Order.id == Shipment.order_id)
    statement = (
        select(Feedback, Shipment.code, Order.number)
        .join(Shipment, of_shipment)
        .join(Order, of_order)
        .where(Feedback.merchant_id == merchant_id)
    )
    if order is not None:
        statement = statement.where(Order.number == order)
    if after is not None:
        statement = statement.where(Feedback.id < after)
    rows = db.session.execute(statement.order_by(Feedback.id.desc()).limit(most))
    return [Told(*row) for row in rows]
