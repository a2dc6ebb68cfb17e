"""`/v1/withdrawals`: who withdrew from which contract, and when; nothing of it can be changed."""

from typing import Any

from marshmallow import Schema, fields

from commerce.fields import Currency, Day, Moment, Text
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from portal.api.returns import known_id
from portal.api.withdrawal_view import all_shown, shown
from returns.answer_schemas import RefundAnswerSchema
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import cancelling, log

blueprint = V1("withdrawals", "Withdrawals from contracts under European consumer law.")


class WithdrawalsQuery(paging.PageQuery):
    order = Text(load_default=None, metadata={"description": "Only those of the order with this number."})


class WithdrawnLineSchema(Schema):
    id = fields.String(required=True, metadata={"description": "Of the order's line."})
    title = fields.String(required=True, allow_none=True)
    variant = fields.String(required=True, allow_none=True)
    quantity = fields.Integer(required=True)
    cancelled_quantity = fields.Integer(
        required=True,
        metadata={"description": "Of these, units that had not been sent; the others come back."},
    )


class WithdrawalAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"example": "wdr_4fJ2…"})
    order = fields.String(required=True, metadata={"example": "1001"})
    made_at = Moment(required=True)
    name = fields.String(required=True, allow_none=True, metadata={"description": "null once it was erased."})
    email = fields.String(required=True, allow_none=True, metadata={"description": "Where the receipt goes."})
    locale = fields.String(required=True, metadata={"example": "en"})
    statement = fields.String(required=True, metadata={"description": "What the shopper read and confirmed."})
    last_day = Day(
        required=True,
        allow_none=True,
        metadata={"description": "The period's last day as it was shown; null while it was not fixed."},
    )
    lines = fields.List(fields.Nested(WithdrawnLineSchema), required=True)
    receipt_sent_at = Moment(required=True, allow_none=True)
    return_id = fields.String(
        required=True,
        allow_none=True,
        data_key="return",
        metadata={"description": "The return of the units that had been sent.", "example": "ret_9sKd…"},
    )
    currency = Currency(required=True)
    cancelled_amount = fields.Integer(
        required=True, metadata={"description": "What the units that had not been sent come to."}
    )
    due = fields.Integer(required=True, metadata={"description": "Of that, what `refund` would pay now."})
    refunds = fields.List(fields.Nested(RefundAnswerSchema), required=True)
    refund_by = Day(
        required=True, metadata={"description": "The last day on which the law lets the money be paid back."}
    )


@blueprint.get("/withdrawals")
@blueprint.arguments(WithdrawalsQuery, location="query")
@blueprint.response(200, paging.paged(WithdrawalAnswerSchema))
def list_withdrawals(query: dict[str, Any]) -> dict[str, Any]:
    """List withdrawals, the last made first"""
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "withdrawals")
    after = cursor[0] if cursor else None
    rows = log.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, place, "withdrawals")


@blueprint.get("/withdrawals/<withdrawal_id>")
@blueprint.response(200, WithdrawalAnswerSchema)
def get_withdrawal(withdrawal_id: str) -> dict[str, Any]:
    """Read a withdrawal"""
    return shown(log.get(merchant_id(), known_id(withdrawal_id)))


@blueprint.post("/withdrawals/<withdrawal_id>/refund")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, WithdrawalAnswerSchema)
def refund_withdrawal(_: dict[str, Any], withdrawal_id: str) -> dict[str, Any]:
    """Pay what is due for units that had not been sent

    What comes back is paid through its return. Nothing due: 409 `nothing_due`.
    """
    return shown(cancelling.refund(merchant_id(), known_id(withdrawal_id)))


def place(withdrawal: Withdrawal) -> list[Any]:
    return [withdrawal.id]
