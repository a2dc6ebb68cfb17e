"""`/v1/notices`: what shoppers were told, and why they were not."""

from typing import Any

from marshmallow import Schema, fields, validate

from commerce.fields import Code, Moment, Text
from notifications import listing
from notifications.kinds import KINDS
from notifications.listing import Listed
from notifications.telling import Reason
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody

blueprint = V1("notices", "What shoppers were told, and why they were not.")


class NoticesQuery(paging.PageQuery):
    order = Text(load_default=None, metadata={"description": "Those of one order, by its number."})
    status = Code(listing.SHOWN, "a status", load_default=None)


class NoticeSchema(Schema):
    id = fields.String(required=True, metadata={"example": "ntc_7hY2…"})
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    channel = fields.String(required=True, metadata={"example": "email"})
    to = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": "a•••@example.com", "description": "The address, masked; null without one."},
    )
    status = fields.String(required=True, validate=validate.OneOf(listing.SHOWN))
    skip_reason = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(list(Reason)),
        metadata={"description": "Why it was not sent, where its status is `skipped`."},
    )
    error = fields.String(required=True, allow_none=True, metadata={"description": "What went wrong last."})
    order = fields.String(required=True)
    shipment = fields.String(required=True, allow_none=True)
    return_ = fields.String(required=True, allow_none=True, data_key="return")
    claim = fields.String(required=True, allow_none=True)
    subject = fields.String(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    created_at = Moment(required=True)
    due_at = Moment(required=True, metadata={"description": "When it is, or was, to be sent."})
    sent_at = Moment(required=True, allow_none=True)


@blueprint.get("/notices")
@blueprint.arguments(NoticesQuery, location="query")
@blueprint.response(200, paging.paged(NoticeSchema))
def list_notices(query: dict[str, Any]) -> dict[str, Any]:
    """List notices, the last written first"""
    cursor = paging.read_cursor(query["cursor"], "notices")
    rows = listing.listed(
        merchant_id(),
        order=query["order"],
        status=query["status"],
        after=cursor[0] if cursor else None,
        most=query["limit"] + 1,
    )
    return paging.page(rows, query["limit"], list, lambda notice: [notice.number], "notices")


@blueprint.get("/notices/<notice_id>")
@blueprint.response(200, NoticeSchema)
def get_notice(notice_id: str) -> Listed:
    """Read a notice"""
    return listing.get(merchant_id(), notice_id)


@blueprint.post("/notices/<notice_id>/retry")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(202, NoticeSchema, description="On its way")
def retry_notice(_: dict[str, Any], notice_id: str) -> tuple[Listed, int]:
    """Send a notice that failed again

    It is decided once more, so what is no longer news is skipped. One that did not fail is 409.
    """
    return listing.retry(merchant_id(), notice_id), 202
