"""Changing a return until it is handed over: the old one ends and another takes its place, in one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import update

from commerce.clock import now
from commerce.database import db
from commerce.outbox import emit
from returns import advancing, own_carrier, requests, steps
from returns.labels import METHODS
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from returns.policy.vocabulary import Method
from returns.refunds import RefundStatus
from returns.refusals import Withdrawn
from returns.statuses import ALLOWED, ReturnStatus

S = ReturnStatus
POSTED = METHODS | {Method.OWN_CARRIER}


def can_change(request: Return) -> bool:
    """Whether nothing was handed over and no money has moved; a line asked for twice can't be told apart.

    A gift's return has no way back to its form, whose code is not kept.
    """
    lines = [line.line_id for line in request.lines]
    if request.is_gift or len(set(lines)) < len(lines):
        return False
    unpaid = all(refund.status == RefundStatus.FAILED for refund in request.refunds)
    movable = S.CANCELLED in ALLOWED[S(request.status)] and request.withdrawal is None
    return movable and unpaid


def judged_at(request: Return, asked: Iterable[tuple[str, int]]) -> datetime:
    """The time by which a change is judged: the return's own day, unless more units are asked for than it has."""
    had, wants = Counter[str](), Counter[str]()
    for line in request.lines:
        had[line.line_id] += line.quantity
    for line_id, units in asked:
        wants[line_id] += units
    return request.requested_at if wants <= had else now()


def change(merchant_id: int, code: str, lines: Sequence[Mapping[str, Any]]) -> Return:
    """Put a return of these lines in the place of another; the policy judges it anew, by the version of its day.

    What travels the same way in the same units keeps its label; else the old one is given back. The day to send
    it by stays. Raises `NotFound`, `IllegalMove` once it was handed over, `AlreadyPaid`, and what
    `requests.create` raises; then the old one stands as it was.
    """
    with steps.held(merchant_id, code) as (merchant, order, old):
        advancing.check(old, S.CANCELLED)
        if old.withdrawal:
            raise Withdrawn("what was withdrawn from comes back as the law has it")
        steps.refuse_paid(old)
        at = judged_at(old, [(line["id"], line["quantity"]) for line in lines])
        ship_by = old.ship_by
        advancing.move(old, S.CANCELLED)
        db.session.flush()
        new = requests.create(merchant, order.number, lines, is_gift=old.is_gift, at=at)
        old.replaced_by = new.code
        if new.ship_by and ship_by:
            new.ship_by = ship_by
        if new.status == S.APPROVED and travels(new, METHODS) == travels(old, METHODS):
            if travels(new, POSTED) == travels(old, POSTED):
                own_carrier.hand_on(old, new)
            keep_label(old, new)
        emit(merchant_id, "return.changed", **{"return": code, "replaced_by": new.code})
    return new


def travels(request: Return, methods: Set[str]) -> Counter[tuple[str, str]]:
    """The units of lines, by line and method, that travel by some of the methods."""
    units = Counter[tuple[str, str]]()
    for line in request.lines:
        if line.method and line.method in methods and not line.keep_item:
            units[line.line_id, line.method] += line.quantity
    return units


def keep_label(old: Return, new: Return) -> None:
    """Hand a label on, which may be printed already; a job that is buying it finds it under the new return."""
    db.session.flush()
    db.session.execute(
        update(ReturnLabel)
        .where(ReturnLabel.merchant_id == old.merchant_id, ReturnLabel.return_id == old.id)
        .values(return_id=new.id, event_id=None)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(old, ["label"])
    db.session.expire(new, ["label"])
