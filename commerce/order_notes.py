"""Notes that staff leave for each other on an order."""

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Order, OrderNote


def write(order: Order, text: str, author: str) -> OrderNote:
    """Keep a note on an order."""
    with transaction() as session:
        note = OrderNote(
            merchant_id=order.merchant_id, order_id=order.id, text=text, author=author, created_at=now()
        )
        session.add(note)
    return note


def of(order: Order) -> list[OrderNote]:
    """The order's notes, oldest first."""
    mine = (OrderNote.merchant_id == order.merchant_id, OrderNote.order_id == order.id)
    return list(db.session.scalars(select(OrderNote).where(*mine).order_by(OrderNote.id)))
