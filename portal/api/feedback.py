"""`/v1/feedback`: how deliveries went, in shoppers' own words."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from commerce.fields import Moment, Text
from notifications import surveys
from notifications.surveys import Told
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1

blueprint = V1("feedback", "How deliveries went, in shoppers' own words.")


class FeedbackSchema(Schema):
    id = fields.String(required=True, metadata={"example": "fbk_7hY2…"})
    order = fields.String(required=True)
    shipment = fields.String(required=True)
    score = fields.Integer(required=True, validate=validate.Range(0, 10), metadata={"example": 9})
    comment = fields.String(required=True, allow_none=True)
    locale = fields.String(required=True, metadata={"description": "The language it was asked in."})
    created_at = Moment(required=True)
    updated_at = Moment(required=True, metadata={"description": "An answer may be changed for a week."})


class FeedbackQuery(paging.PageQuery):
    order = Text(load_default=None, metadata={"description": "Only those about the order with this number."})


@blueprint.get("/feedback")
@blueprint.arguments(FeedbackQuery, location="query")
@blueprint.response(200, paging.paged(FeedbackSchema))
def list_feedback(query: dict[str, Any]) -> dict[str, Any]:
    """List answers, the last given first"""
    cursor = paging.read_cursor(query["cursor"], "feedback")
    rows = surveys.listed(
        merchant_id(), order=query["order"], after=cursor[0] if cursor else None, most=query["limit"] + 1
    )
    return paging.page(rows, query["limit"], all_shown, lambda told: [told.feedback.id], "feedback")


def all_shown(rows: Sequence[Told]) -> list[dict[str, Any]]:
    return [shown(told) for told in rows]


def shown(told: Told) -> dict[str, Any]:
    """What `FeedbackSchema` dumps of one answer."""
    given = told.feedback
    return {
        "id": given.code,
        "order": told.order,
        "shipment": told.shipment,
        "score": given.score,
        "comment": given.comment,
        "locale": given.locale,
        "created_at": given.created_at,
        "updated_at": given.updated_at,
    }
