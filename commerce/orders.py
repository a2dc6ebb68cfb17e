"""Orders: put as the merchant knows them, found by number, listed newest first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import selectinload

from commerce import ids, locks
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Conflict, NotFound
from commerce.models import Order, OrderLine
from commerce.outbox import emit

CALLED_OFF = """(o.cancelled_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM order_lines u WHERE u.merchant_id = o.merchant_id AND u.order_id = o.id
        AND u.cancelled_quantity < u.quantity
))"""
"""Whether nothing of an order `o` is to be sent: the merchant cancelled it, or its shopper all of its units."""

UnitsHeld = Callable[[Order], Mapping[str, int]]
Holder = TypeVar("Holder", bound=UnitsHeld)
HOLDERS: list[UnitsHeld] = []


class LineHeld(Conflict):
    """A line would lose units that have left the warehouse or are coming back."""

    code, title = "line_in_use", "A line of this order can't be taken back"


class AddressChanged(Conflict):
    code, title = "changed_meanwhile", "The address of this order is another by now"


def holds_units(holder: Holder) -> Holder:
    """Make the decorated function one of those that say how many units of a line an order must keep."""
    HOLDERS.append(holder)
    return holder


def put(merchant_id: int, number: str, fields: Mapping[str, Any]) -> tuple[Order, bool]:
    """Make the order, or replace what is known of it; returns it and whether it is new.

    `fields` are those that `commerce.schemas.OrderSchema` loads. The same fields again change nothing.
    Raises `LineHeld` where a line would keep fewer units than its parcels hold.
    """
    with transaction() as session:
        locks.wait(merchant_id, f"order:{number}")
        order = find(merchant_id, number, lock=True)
        created = order is None
        if order is None:
            order = Order(merchant_id=merchant_id, number=number, page_token=ids.token(), created_at=now())
        else:
            refuse_to_shrink(order, fields["lines"])
        changed = fill(order, fields)
        if changed:
            order.updated_at = now()
            order.page_version = 1 if created else order.page_version + 1
            session.add(order)
            emit(merchant_id, "order.created" if created else "order.updated", order=number)
            session.flush()
    return order, created


def correct_address(
    merchant_id: int, number: str, seen: Mapping[str, Any], changed: Mapping[str, Any]
) -> None:
    """Change parts of the address that an order goes to, if it still is the one that was `seen`.

    A shop that puts its order again says the address anew. Raises `AddressChanged`, `NotFound`.
    """
    with transaction():
        locks.wait(merchant_id, f"order:{number}")
        order = get(merchant_id, number, lock=True)
        if order.ship_to != seen:
            raise AddressChanged("look at it, and correct it again")
        order.ship_to = {**order.ship_to, **changed}
        order.updated_at = now()
        order.page_version += 1
        emit(merchant_id, "order.updated", order=number)


def refuse_to_shrink(order: Order, lines: Sequence[Mapping[str, Any]]) -> None:
    left = {line["line_id"]: line["quantity"] for line in lines}
    shrinks = any(line.quantity > left.get(line.line_id, 0) for line in order.lines)
    for holder in HOLDERS if shrinks else ():
        for line_id, units in holder(order).items():
            if units > left.get(line_id, 0):
                raise LineHeld(f"line {line_id} has {units} units in parcels, so it can't have fewer")


def fill(order: Order, fields: Mapping[str, Any]) -> bool:
    """Set the order and its lines to the fields; returns whether anything is other than before."""
    lines = fields["lines"]
    plain = {name: value for name, value in fields.items() if name != "lines"}
    changed = assign(order, plain | {"email": normalised(plain["customer"]["email"])})
    known = {line.line_id: line for line in order.lines}
    kept = []
    for position, line_fields in enumerate(lines):
        line = known.pop(line_fields["line_id"], None) or OrderLine(merchant_id=order.merchant_id)
        changed |= assign(line, {**line_fields, "position": position})
        kept.append(line)
    if changed or known:
        order.lines = kept
    return changed or bool(known)


def assign(row: Order | OrderLine, fields: Mapping[str, Any]) -> bool:
    """Set the attributes; returns whether one was another value."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def normalised(email: str | None) -> str | None:
    """The address as it is compared: without outer spaces and case."""
    return email.strip().casefold() if email and email.strip() else None


def find(merchant_id: int, number: str, *, lock: bool = False) -> Order | None:
    """The merchant's order of that number, its lines loaded; `lock` keeps others from changing it."""
    statement = (
        select(Order)
        .where(Order.merchant_id == merchant_id, Order.number == number)
        .options(selectinload(Order.lines))
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def get(merchant_id: int, number: str, *, lock: bool = False) -> Order:
    """The same, or `NotFound`."""
    if (order := find(merchant_id, number, lock=lock)) is None:
        raise NotFound("there is no order with this number")
    return order


def listed(
    merchant_id: int,
    *,
    email: str | None = None,
    placed_from: datetime | None = None,
    placed_before: datetime | None = None,
    after: tuple[datetime, int] | None = None,
    most: int = 50,
) -> list[Order]:
    """The merchant's orders, the last placed first; `after` is the (placed_at, id) of the page before."""
    statement = select(Order).where(Order.merchant_id == merchant_id)
    if email is not None:
        statement = statement.where(Order.email == normalised(email))
    if placed_from is not None:
        statement = statement.where(Order.placed_at >= placed_from)
    if placed_before is not None:
        statement = statement.where(Order.placed_at < placed_before)
    if after is not None:
        statement = statement.where(tuple_(Order.placed_at, Order.id) < after)
    statement = statement.order_by(Order.placed_at.desc(), Order.id.desc()).limit(most)
    return list(db.session.scalars(statement.options(selectinload(Order.lines))))
