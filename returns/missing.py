"""Units that were to come back and did not: staff decide what becomes of them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from commerce.errors import Invalid
from commerce.outbox import emit
from returns import advancing, paying
from returns.models.requests import Return, ReturnLine
from returns.refusals import IllegalMove, fault
from returns.statuses import ALLOWED, IllegalTransition, ReturnStatus
from returns.steps import held

S = ReturnStatus


class Outcome(StrEnum):
    """What staff say of missing units."""

    FOUND = "found"  # they turned up
    REFUND = "refund"  # they are lost on their way, and paid for
    RELEASE = "release"  # they were never sent: returnable again


def decide(merchant_id: int, code: str, lines: Sequence[Mapping[str, Any]]) -> Return:
    """Settle missing units of a received return: {id, quantity, outcome} of order lines.

    `Invalid` for more units than are missing; `IllegalMove` while the return may still arrive.
    """
    with held(merchant_id, code) as (merchant, order, request):
        status = S(request.status)
        if status not in (S.RECEIVED, S.COMPLETED):
            raise IllegalMove(IllegalTransition(status, S.RECEIVED, ALLOWED[status]))
        errors = []
        for index, one in enumerate(lines):
            left = one["quantity"]
            for line in request.lines:
                if line.line_id == one["id"] and not line.keep_item:
                    left -= settle(line, min(left, line.missing), Outcome(one["outcome"]))
            if left:
                errors.append(fault(f"/lines/{index}/quantity", "too_many", f"{left} more than are missing"))
        if errors:
            raise Invalid(errors)
        emit(merchant_id, "return.missing_decided", **{"return": code})
        if status is S.COMPLETED:
            paying.pay(merchant, order, request)
        else:
            advancing.advance(merchant, order, request)
    return request


def settle(line: ReturnLine, units: int, outcome: Outcome) -> int:
    """Count the units by their outcome; returns them."""
    if outcome is Outcome.FOUND:
        line.received_quantity += units
        line.accepted_quantity += units
    elif outcome is Outcome.REFUND:
        line.written_off_quantity += units
    else:
        line.released_quantity += units
    return units
