"""Returns by their id, by the token of their page, and as lists."""

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from commerce import orders
from commerce.database import db
from commerce.errors import NotFound
from commerce.models import Order
from returns.models.claims import Claim
from returns.models.requests import Return

Filed = TypeVar("Filed", Return, Claim)

WHOLE = (
    selectinload(Return.lines),
    selectinload(Return.refunds),
    selectinload(Return.replacements),
    selectinload(Return.notes),
    selectinload(Return.label),
    joinedload(Return.order),
)


def get(merchant_id: int, code: str, *, lock: bool = False) -> Return:
    """The merchant's return with this id; `NotFound` where there is none. Lock its order first."""
    statement = select(Return).where(Return.merchant_id == merchant_id, Return.code == code).options(*WHOLE)
    if lock:
        statement = statement.with_for_update(of=Return).execution_options(populate_existing=True)
    if (request := db.session.scalars(statement).one_or_none()) is None:
        raise NotFound("there is no return with this id")
    return request


def by_token(token: str) -> Return | None:
    """The return whose page has this token."""
    return db.session.scalars(
        select(Return).where(Return.page_token == token).options(*WHOLE),
        execution_options={"across_merchants": True},
    ).one_or_none()


def order_number(merchant_id: int, code: str) -> str:
    """The number of the order that a return is of; `NotFound`."""
    same = (Order.merchant_id == Return.merchant_id) & (Order.id == Return.order_id)
    number = db.session.scalar(
        select(Order.number).join(Return, same).where(Return.merchant_id == merchant_id, Return.code == code)
    )
    if number is None:
        raise NotFound("there is no return with this id")
    return number


def locked_order(merchant_id: int, number: str) -> Order:
    """The order, kept from everyone else until the transaction ends."""
    return orders.get(merchant_id, number, lock=True)


def listed(
    merchant_id: int,
    *,
    status: str | None = None,
    order: str | None = None,
    after: int | None = None,
    most: int = 50,
) -> list[Return]:
    """The merchant's returns, the last made first; `after` is the row number where the page before ended."""
    statement = filed(Return, merchant_id, status, order, after, most).options(*WHOLE)
    return list(db.session.scalars(statement))


def filed(
    kind: type[Filed],
    merchant_id: int,
    status: str | None,
    order: str | None,
    after: int | None,
    most: int,
    *,
    oldest: bool = False,
) -> Select[Filed]:
    """The merchant's rows of a kind, of one status or order where those are named.

    They come last made first, or `oldest` first.
    """
    statement = select(kind).where(kind.merchant_id == merchant_id)
    if order is not None:
        number = (Order.merchant_id == merchant_id) & (Order.number == order)
        statement = statement.where(kind.order_id == select(Order.id).where(number).scalar_subquery())
    if status is not None:
        statement = statement.where(kind.status == status)
    if after is not None:
        statement = statement.where(kind.id > after if oldest else kind.id < after)
    return statement.order_by(kind.id if oldest else kind.id.desc()).limit(most)
