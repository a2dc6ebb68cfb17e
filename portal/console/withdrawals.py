"""Withdrawals from the contract of an order: what was declared, until when it is paid back, and paying it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError, NotFound
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back
from portal.languages import _l
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import cancelling, log
from returns.withdrawal.period import REFUND_WITHIN


class Declared(NamedTuple):
    """A withdrawal as the order's page shows it: `units` as (title, units, never sent), `due` in minor units."""

    code: str
    made_at: datetime
    units: Sequence[tuple[str, int, int]]
    refund_by: datetime
    due: int
    return_code: str | None


def declared(withdrawals: Sequence[Withdrawal]) -> list[Declared]:
    """Those of one order, as they are shown."""
    made = cancelling.refunds_of(withdrawals)
    return [
        Declared(
            one.code,
            one.made_at,
            [(line["title"], line["quantity"], line["unsent"]) for line in one.content["lines"]],
            one.made_at + REFUND_WITHIN,
            cancelling.unpaid(one, made[one.code]),
            one.return_code,
        )
        for one in withdrawals
    ]


@blueprint.post("/withdrawals/<code>/refund")
def refund_withdrawal(code: str) -> AnyResponse:
    """Pay back what was never sent."""
    me = visit().staff
    number = log.get(me.merchant_id, code if code.isprintable() else "").order_number
    try:
        with transaction():
            cancelling.refund(me.merchant_id, code)
            audit.write(
                me.merchant_id, me.email, "withdrawal_refunded", f"order {number}", after={"withdrawal": code}
            )
    except NotFound:
        raise
    except AppError as refused:
        return back("order", words.problem(refused), "bad", number=number)
    return back("order", _l("The refund is on its way."), number=number)
