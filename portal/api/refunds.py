"""`/v1/refunds`: what was paid back, and what staff have still to pay by hand."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from commerce.fields import Code, Moment, Text
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from portal.api.return_view import refund_json
from portal.api.returns import known_id
from returns import handed_back
from returns.answer_schemas import RefundAnswerSchema
from returns.handed_back import Listed
from returns.refunds import RefundStatus

blueprint = V1("refunds", "What was paid back, and what is still to be paid by hand.")


class RefundsQuery(paging.PageQuery):
    status = Code(RefundStatus, "a status", load_default=None)
    order = Text(load_default=None, metadata={"description": "Only those of the order with this number."})
    to_pay = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "`true`: those to be paid by hand that nobody ticked off; `false`: the others."
        },
    )


class ListedRefundSchema(RefundAnswerSchema):
    order = fields.String(required=True)
    return_ = fields.String(
        required=True, allow_none=True, data_key="return", metadata={"description": "The return it is for."}
    )
    claim = fields.String(required=True, allow_none=True, metadata={"description": "The claim it is for."})
    paid_at = Moment(
        required=True, allow_none=True, metadata={"description": "When staff ticked it off as paid by hand."}
    )


@blueprint.get("/refunds")
@blueprint.arguments(RefundsQuery, location="query")
@blueprint.response(200, paging.paged(ListedRefundSchema))
def list_refunds(query: dict[str, Any]) -> dict[str, Any]:
    """List refunds, the last made first

    With `to_pay=true` it is the list of what staff have to pay back by hand.
    """
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "refunds")
    after = cursor[0] if cursor else None
    rows = handed_back.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, lambda one: [one.refund.id], "refunds")


@blueprint.get("/refunds/<refund_id>")
@blueprint.response(200, ListedRefundSchema)
def get_refund(refund_id: str) -> dict[str, Any]:
    """Read a refund"""
    return shown(handed_back.get(merchant_id(), known_id(refund_id)))


@blueprint.post("/refunds/<refund_id>/settle")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ListedRefundSchema)
def settle_refund(_: dict[str, Any], refund_id: str) -> dict[str, Any]:
    """Tick a refund off that was paid by hand

    What a gateway pays can't be ticked off: 409 `not_by_hand`.
    """
    return shown(handed_back.tick_off(merchant_id(), known_id(refund_id)))


def shown(one: Listed) -> dict[str, Any]:
    """What the schema dumps of one refund."""
    return refund_json(one.refund) | {
        "order": one.order,
        "return_": one.return_code,
        "claim": one.claim_code,
        "paid_at": one.refund.paid_at,
    }


def all_shown(several: Sequence[Listed]) -> list[dict[str, Any]]:
    """The same for several refunds."""
    return [shown(one) for one in several]
