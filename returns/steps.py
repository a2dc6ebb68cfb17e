"""What staff, shoppers and the clock do with a return: one function per step, one transaction each."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from commerce import merchants
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Invalid, NotFound
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import advancing, exchanges, found, paying
from returns.models.requests import Return, ReturnLine, ReturnNote
from returns.refunds import RefundStatus
from returns.refusals import AlreadyPaid, RefundUnderWay, fault
from returns.statuses import Condition, Disposition, RefundOn, ReturnStatus

S = ReturnStatus


class Held(NamedTuple):
    """A return that nobody else can touch until the transaction ends, and whose it is."""

    merchant: Known
    order: Order
    request: Return


@contextmanager
def held(merchant_id: int, code: str) -> Iterator[Held]:
    """One transaction with the return's order and the return locked, in that order. `NotFound`."""
    with transaction() as session:
        number = found.order_number(merchant_id, code)
        order = found.locked_order(merchant_id, number)
        request = found.get(merchant_id, code, lock=True)
        merchant = merchants.known_by_id(merchant_id)
        if merchant is None:
            raise NotFound("this merchant is gone")
        yield Held(merchant, order, request)
        order.page_version += 1
        session.flush()


def approve(merchant_id: int, code: str) -> Return:
    """Let a requested return go ahead."""
    with held(merchant_id, code) as (merchant, order, request):
        advancing.move(request, S.APPROVED)
        advancing.advance(merchant, order, request)
    return request


def decline(merchant_id: int, code: str, reason: str | None) -> Return:
    """Refuse a requested return; its units are free again."""
    with held(merchant_id, code) as (_, _, request):
        advancing.move(request, S.DECLINED)
        request.decline_reason = reason
    return request


def cancel(merchant_id: int, code: str) -> Return:
    """Take a return back before anything travels. `AlreadyPaid` once money has moved for it."""
    with held(merchant_id, code) as (_, _, request):
        advancing.check(request, S.CANCELLED)
        refuse_paid(request)
        advancing.move(request, S.CANCELLED)
    return request


def ship(merchant_id: int, code: str) -> Return:
    """Note that the parcel is on its way back."""
    with held(merchant_id, code) as (merchant, order, request):
        advancing.move(request, S.IN_TRANSIT)
        advancing.advance(merchant, order, request)
    return request


def expire(merchant_id: int, code: str) -> Return:
    """End an approved return that was not sent in time."""
    with held(merchant_id, code) as (_, _, request):
        advancing.check(request, S.EXPIRED)
        refuse_paid(request)
        advancing.move(request, S.EXPIRED)
    return request


def refuse_paid(request: Return) -> None:
    if any(refund.status != RefundStatus.FAILED for refund in request.refunds):
        raise AlreadyPaid("its units can't be freed any more; receive it, or refund it elsewhere")


def receive(merchant_id: int, code: str, arrived: Sequence[Mapping[str, Any]] | None) -> Return:
    """Take in what arrived: {id, quantity, condition, disposition} of order lines; None: everything.

    What is not named is missing: neither paid for nor returnable until staff decide (`decide_missing`).
    """
    with held(merchant_id, code) as (merchant, order, request):
        advancing.check(request, S.RECEIVED)
        take_in(request, everything(request) if arrived is None else arrived)
        advancing.move(request, S.RECEIVED)
        advancing.advance(merchant, order, request)
    return request


def everything(request: Return) -> list[dict[str, Any]]:
    return [{"id": line.line_id, "quantity": line.quantity} for line in request.lines if not line.keep_item]


def take_in(request: Return, arrived: Sequence[Mapping[str, Any]]) -> None:
    """Count what arrived on the return's lines. `Invalid` for more than is awaited."""
    errors = []
    for index, one in enumerate(arrived):
        lines = [line for line in request.lines if line.line_id == one["id"] and not line.keep_item]
        left = one["quantity"]
        for line in lines:
            left -= arrive(request, line, min(left, line.missing), one)
        if not lines:
            errors.append(fault(f"/lines/{index}/id", "unknown_line", "is not a line of this return"))
        elif left:
            errors.append(fault(f"/lines/{index}/quantity", "too_many", f"{left} more than are awaited"))
    if errors:
        raise Invalid(errors)


def arrive(request: Return, line: ReturnLine, units: int, told: Mapping[str, Any]) -> int:
    """Count units of a line as arrived, unless they are told to be missing; returns how many were told."""
    condition = Condition(told.get("condition") or Condition.AS_NEW)
    disposition = Disposition(told.get("disposition") or Disposition.RESTOCK)
    if not units:
        return 0
    receipt = {"quantity": units, "condition": condition.value, "disposition": disposition.value}
    line.receipts = [*line.receipts, receipt]
    line.condition, line.disposition = condition.value, disposition.value
    if disposition is Disposition.MISSING:
        return units
    line.received_quantity += units
    if condition is Condition.EMPTY:
        line.rejected_quantity += units
    elif RefundOn(request.refund_on) is not RefundOn.INSPECTED and not is_odd(line, condition):
        line.accepted_quantity += units
    return units


def is_odd(line: ReturnLine, condition: Condition) -> bool:
    """Whether another thing came than the one that was asked back."""
    return condition is Condition.WRONG_ITEM and line.reason != "wrong_item"


def inspect(merchant_id: int, code: str, verdicts: Sequence[Mapping[str, Any]]) -> Return:
    """Accept or reject what arrived: {id, accepted, rejected} of order lines. A rejected unit is not paid."""
    with held(merchant_id, code) as (merchant, order, request):
        advancing.check(request, S.COMPLETED)
        errors = []
        for index, one in enumerate(verdicts):
            accepted, rejected = one.get("accepted", 0), one.get("rejected", 0)
            for line in request.lines:
                if line.line_id == one["id"]:
                    waiting = line.received_quantity - line.accepted_quantity - line.rejected_quantity
                    now_accepted = min(accepted, waiting)
                    now_rejected = min(rejected, waiting - now_accepted)
                    line.accepted_quantity += now_accepted
                    line.rejected_quantity += now_rejected
                    accepted, rejected = accepted - now_accepted, rejected - now_rejected
            if accepted or rejected:
                errors.append(fault(f"/lines/{index}", "too_many", "more units than wait for inspection"))
        if errors:
            raise Invalid(errors)
        emit(merchant_id, "return.inspected", **{"return": code})
        advancing.advance(merchant, order, request)
    return request


def refund(merchant_id: int, code: str, amount: int | None = None) -> Return:
    """Pay what is due, or `amount` minor units of it; that accepts what nobody has rejected.

    A received return is completed by it, at once where staff pay by hand.
    """
    with held(merchant_id, code) as (merchant, order, request):
        if not advancing.may_pay(request):
            advancing.check(request, S.COMPLETED)
        if request.status == S.RECEIVED:
            for line in request.lines:
                line.accepted_quantity = line.received_quantity - line.rejected_quantity
        if any(one.status not in (RefundStatus.SUCCEEDED, RefundStatus.FAILED) for one in request.refunds):
            raise RefundUnderWay("wait until it is settled")
        made = paying.pay(merchant, order, request, amount)
        if all(one.status == RefundStatus.SUCCEEDED for one in made) and is_at_its_end(request):
            advancing.move(request, S.COMPLETED)
    return request


def is_at_its_end(request: Return) -> bool:
    return request.status == S.RECEIVED or (request.kept and request.status == S.APPROVED)


def ship_exchange(merchant_id: int, code: str, shipment: str | None) -> Return:
    """Note that the replacements of a return left, in a parcel if one is named."""
    with held(merchant_id, code) as (_, _, request):
        exchanges.ship(request, shipment)
    return request


def note(merchant_id: int, code: str, text: str, author: str | None = None) -> Return:
    """Write something down about a return."""
    with held(merchant_id, code) as (_, _, request):
        written = ReturnNote(merchant_id=merchant_id, text=text, author=author, created_at=now())
        request.notes.append(written)
        db.session.flush()
        emit(merchant_id, "return.noted", **{"return": code})
    return request
