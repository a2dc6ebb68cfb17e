"""Withdrawals as they were written down: by id, by order, as lists; and that their receipts were sent."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import Order
from returns.models.requests import Return
from returns.models.withdrawals import Withdrawal, WithdrawalReceipt

WHOLE = (selectinload(Withdrawal.contact), selectinload(Withdrawal.receipt))
AT_ONCE = 500


def get(merchant_id: int, code: str) -> Withdrawal:
    """The merchant's withdrawal with this id; `NotFound` where there is none."""
    statement = select(Withdrawal).where(Withdrawal.merchant_id == merchant_id, Withdrawal.code == code)
    if (withdrawal := db.session.scalars(statement.options(*WHOLE)).one_or_none()) is None:
        raise NotFound("there is no withdrawal with this id")
    return withdrawal


def of_order(merchant_id: int, order_id: int) -> list[Withdrawal]:
    """An order's withdrawals, the last made first."""
    statement = select(Withdrawal).where(
        Withdrawal.merchant_id == merchant_id, Withdrawal.order_id == order_id
    )
    return list(db.session.scalars(statement.order_by(Withdrawal.id.desc())))


def return_pages(merchant_id: int, order_id: int) -> dict[str, str]:
    """The tokens of the pages of an order's returns that came about by withdrawals, by the return's id."""
    rows = db.session.execute(
        select(Return.code, Return.page_token).where(
            Return.merchant_id == merchant_id, Return.order_id == order_id, Return.withdrawal.is_not(None)
        )
    )
    return {row.code: row.page_token for row in rows}


def listed(
    merchant_id: int, *, order: str | None = None, after: int | None = None, most: int = 50
) -> list[Withdrawal]:
    """The merchant's withdrawals, the last made first; `after` is the row number where the page before ended."""
    statement = select(Withdrawal).where(Withdrawal.merchant_id == merchant_id)
    if order is not None:
        number = (Order.merchant_id == merchant_id) & (Order.number == order)
        statement = statement.where(Withdrawal.order_id == select(Order.id).where(number).scalar_subquery())
    if after is not None:
        statement = statement.where(Withdrawal.id < after)
    return list(db.session.scalars(statement.order_by(Withdrawal.id.desc()).limit(most).options(*WHOLE)))


def since(merchant_id: int, first: datetime | None) -> Iterator[Withdrawal]:
    """All withdrawals made then or later, the first made first, however many there are."""
    after = 0
    while rows := db.session.scalars(chunk(merchant_id, first, after)).all():
        yield from rows
        after = rows[-1].id
        db.session.expunge_all()


def chunk(merchant_id: int, first: datetime | None, after: int) -> Select[Withdrawal]:
    statement = select(Withdrawal).where(Withdrawal.merchant_id == merchant_id, Withdrawal.id > after)
    if first is not None:
        statement = statement.where(Withdrawal.made_at >= first)
    return statement.order_by(Withdrawal.id).limit(AT_ONCE).options(*WHOLE)


def note_receipt(withdrawal: Withdrawal) -> None:
    """Write down that the receipt was sent; once, whoever comes second."""
    with transaction() as session:
        row = insert(WithdrawalReceipt).values(
            merchant_id=withdrawal.merchant_id, withdrawal_id=withdrawal.id, sent_at=now()
        )
        session.execute(row.on_conflict_do_nothing())
