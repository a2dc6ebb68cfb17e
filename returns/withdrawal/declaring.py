"""Taking a shopper's withdrawal: unsent units are cancelled, sent ones come back, and all is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from commerce import orders
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Invalid
from commerce.ids import public_id
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import advancing, order_case, published
from returns.asking import inside
from returns.case import AskedLine
from returns.eligibility import assess
from returns.models.requests import Return
from returns.models.withdrawals import Withdrawal, WithdrawalContact
from returns.policy.vocabulary import Decision
from returns.policy_versions import in_force
from returns.refusals import NoRightOfWithdrawal, UnitsTaken, fault
from returns.requests import drawn_up
from returns.statuses import FREES_UNITS, ReturnStatus
from returns.taken import ledgers
from returns.withdrawal import cancelling, reading
from returns.withdrawal.right import LineRight, Right, Standing
from returns.withdrawal.statute import statutory_policy
from returns.withdrawal.terms import terms_of
from returns.withdrawal.worth import shipping_due


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a shopper confirmed: units by line, who they are, and the statement as they read it."""

    units: Mapping[str, int]
    name: str
    email: str
    statement: str
    locale: str


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one line that are withdrawn from: `unsent` of them never left, the others come back."""

    right: LineRight
    units: int

    @property
    def unsent(self) -> int:
        return min(self.units, self.right.unsent)

    @property
    def sent(self) -> int:
        return self.units - self.unsent


def declare(merchant: Known, number: str, declaration: Declaration) -> Withdrawal:
    """Withdraw from an order's contract, or from units of it; it is effective at once.

    Raises `NotFound`, `NoRightOfWithdrawal`, `Invalid` for unknown lines and wrong quantities, `UnitsTaken` for
    units that came back or were withdrawn from before; then nothing is done.
    """
    with transaction() as session:
        order = orders.get(merchant.id, number, lock=True)
        stored = order_case.load(inside, merchant.id, number)
        at = now()
        right = reading.of_order(merchant, stored, at)
        refuse(right, declaration.units)
        parts = [
            Part(line, declaration.units[line.line.id])
            for line in right.lines
            if line.line.id in declaration.units
        ]
        withdrawal = written(order, declaration, parts, right, at)
        if unsent := {part.right.line.id: part.unsent for part in parts if part.unsent}:
            withdrawal.cancelled_share = cancelling.call_off(order, unsent, withdrawal.code)
        withdrawal.shipping = shipping(merchant, order, parts)
        if any(part.sent for part in parts):
            withdrawal.return_code = send_back(merchant, order, withdrawal, parts, at).code
        session.add(withdrawal)
        session.flush()
        emit(merchant.id, "withdrawal.made", withdrawal=withdrawal.code, order=number)
        cancelling.pay_by_itself(merchant, order, withdrawal)
        order.page_version += 1
    return withdrawal


def refuse(right: Right, units: Mapping[str, int]) -> None:
    """Raise what stands against withdrawing from so many units of each line."""
    if right.standing not in (Standing.OPEN, Standing.NOTHING_LEFT):
        last_day = right.last_day.isoformat() if right.last_day else None
        raise NoRightOfWithdrawal(standing=right.standing.value, last_day=last_day)
    known = {line.line.id: line for line in right.lines}
    errors = [] if units else [fault("/lines", "required", "name one line at least")]
    taken = False
    for index, (line_id, count) in enumerate(units.items()):
        line, at = known.get(line_id), f"/lines/{index}"
        if line is None:
            errors.append(fault(f"{at}/id", "unknown_line", "is not a line of this order"))
        elif not 1 <= count <= line.line.quantity:
            errors.append(fault(f"{at}/quantity", "out_of_range", f"must be from 1 to {line.line.quantity}"))
        elif line.exempt and not line.most:
            errors.append(fault(f"{at}/id", line.exempt, "carries no right of withdrawal"))
        elif count > line.most:
            taken = True
            errors.append(fault(f"{at}/quantity", "too_many", f"only {line.most} are left"))
    if errors:
        raise UnitsTaken(errors[0]["message"], errors=errors) if taken else Invalid(errors)


def written(
    order: Order, declaration: Declaration, parts: Sequence[Part], right: Right, at: datetime
) -> Withdrawal:
    """The log's entry; not yet in the session."""
    return Withdrawal(
        merchant_id=order.merchant_id,
        code=public_id("wdr"),
        order_id=order.id,
        order_number=order.number,
        made_at=at,
        locale=declaration.locale,
        content={
            "statement": declaration.statement,
            "last_day": right.last_day.isoformat() if right.last_day else None,
            "lines": [line_shown(part) for part in parts],
        },
        currency=order.currency,
        cancelled_share=0,
        shipping=0,
        contact=WithdrawalContact(
            merchant_id=order.merchant_id,
            order_id=order.id,
            name=declaration.name,
            email=declaration.email,
        ),
    )


def line_shown(part: Part) -> dict[str, Any]:
    line = part.right.line
    return {
        "id": line.id,
        "title": line.title,
        "variant": line.variant,
        "quantity": part.units,
        "unsent": part.unsent,
    }


def shipping(merchant: Known, order: Order, parts: Sequence[Part]) -> int:
    """What of the shipping charge is paid back, once the unsent units are called off."""
    stored = order_case.load(inside, merchant.id, order.number)
    counts = ledgers(stored.order, stored.parcels, stored.taken)
    coming = {part.right.line.id: part.sent for part in parts}
    return shipping_due(counts, coming, stored.shipping, shipping_granted(order.merchant_id, order.id))


def shipping_granted(merchant_id: int, order_id: int) -> int:
    """What of the shipping charge earlier returns and withdrawals pay back."""
    with_returns = select(func.coalesce(func.sum(Return.shipping_refund), 0)).where(
        Return.merchant_id == merchant_id,
        Return.order_id == order_id,
        Return.status.not_in(FREES_UNITS),
    )
    alone = select(func.coalesce(func.sum(Withdrawal.shipping), 0)).where(
        Withdrawal.merchant_id == merchant_id,
        Withdrawal.order_id == order_id,
        Withdrawal.return_code.is_(None),
    )
    return int(db.session.scalar(with_returns) or 0) + int(db.session.scalar(alone) or 0)


def send_back(
    merchant: Known, order: Order, withdrawal: Withdrawal, parts: Sequence[Part], at: datetime
) -> Return:
    """The return of what had been sent, approved at once."""
    stored = order_case.load(inside, merchant.id, order.number)
    own = in_force(published.versions(inside, merchant.id), stored.order.placed_at)
    sealed = any(part.sent and part.right.exempt for part in parts)
    policy = statutory_policy(terms_of(merchant.config), own, sealed=sealed)
    asked = asked_lines(parts, policy.base["methods"][0])
    answer = assess(stored.case(merchant, at, asked), policy)
    if any(line.decision is Decision.DENY for line in answer.lines):
        raise UnitsTaken
    request = drawn_up(merchant, order, stored, answer, [{} for _ in asked], at)
    request.withdrawal, request.shipping_refund = withdrawal.code, withdrawal.shipping
    db.session.add(request)
    db.session.flush()
    emit(merchant.id, "return.requested", **{"return": request.code, "order": order.number})
    advancing.move(request, ReturnStatus.APPROVED)
    advancing.advance(merchant, order, request)
    return request


def asked_lines(parts: Sequence[Part], method: str) -> tuple[AskedLine, ...]:
    return tuple(
        AskedLine(part.right.line.id, part.sent, resolution="refund", method=method)
        for part in parts
        if part.sent
    )
