"""`/v1/claims`: something went wrong with a parcel."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from commerce.fields import LONG, Closed, Code, Moment, Name, Text, Whole
from portal.api import examples, paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from portal.api.return_view import refund_json
from portal.api.returns import known_id, merchant
from returns import claims
from returns.answer_schemas import RefundAnswerSchema
from returns.claim_statuses import ClaimKind, ClaimResolution, ClaimStatus
from returns.models.claims import Claim
from returns.schemas import MOST_PHOTOS, at_most

blueprint = V1("claims", "Something went wrong with a parcel.")

STORED = (
    "shipment",
    "kind",
    "status",
    "lines",
    "description",
    "photos",
    "resolution",
    "denial_reason",
    *(f"{status}_at" for status in ClaimStatus),
)


class ClaimedLineSchema(Closed):
    id = Name(required=True, metadata={"example": "L1"})
    quantity = Whole(least=1, required=True, metadata={"example": 1})


class ClaimSchema(Closed):
    order = Name(required=True, metadata={"example": "1001"})
    shipment = Text(allow_none=True, load_default=None, metadata={"example": "S1"})
    kind = Code(ClaimKind, "a kind of claim", required=True)
    lines = at_most(ClaimedLineSchema, allow_none=True, load_default=None)
    description = Text(longest=LONG, allow_none=True, load_default=None)
    photos = fields.List(
        Text(longest=2048), load_default=list, validate=validate.Length(max=MOST_PHOTOS), allow_none=True
    )


class GrantSchema(Closed):
    resolution = Code(ClaimResolution, "a resolution", required=True)


class DenialSchema(Closed):
    reason = Name(longest=LONG, required=True, metadata={"example": "It was signed for."})


class ResolveSchema(OptionalBody):
    amount = Whole(
        least=1,
        most=10**12,
        allow_none=True,
        load_default=None,
        metadata={"description": "Minor units; left out, what was paid for the lines."},
    )


class ClaimAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"example": "clm_7hY2…"})
    order = fields.String(required=True)
    shipment = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in ClaimStatus]))
    open_at = Moment(required=True)
    in_review_at = Moment(required=True, allow_none=True)
    approved_at = Moment(required=True, allow_none=True)
    denied_at = Moment(required=True, allow_none=True)
    resolved_at = Moment(required=True, allow_none=True)
    lines = fields.List(fields.Nested(ClaimedLineSchema), required=True)
    description = fields.String(required=True, allow_none=True)
    photos = fields.List(fields.String(), required=True)
    resolution = fields.String(required=True, allow_none=True)
    denial_reason = fields.String(required=True, allow_none=True)
    refunds = fields.List(fields.Nested(RefundAnswerSchema), required=True)


class ClaimsQuery(paging.PageQuery):
    status = Code(ClaimStatus, "a status", load_default=None)
    order = Text(load_default=None, metadata={"description": "Only those of the order with this number."})


@blueprint.post("/claims")
@blueprint.arguments(ClaimSchema, example=examples.CLAIM)
@blueprint.response(201, ClaimAnswerSchema, description="Created")
def post_claim(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Open a claim

    `lines` left out are all of the order's.
    """
    return shown(claims.open_claim(merchant(), body["order"], body)), 201


@blueprint.get("/claims")
@blueprint.arguments(ClaimsQuery, location="query")
@blueprint.response(200, paging.paged(ClaimAnswerSchema))
def list_claims(query: dict[str, Any]) -> dict[str, Any]:
    """List claims, the last opened first"""
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "claims")
    after = cursor[0] if cursor else None
    rows = claims.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, lambda claim: [claim.id], "claims")


@blueprint.get("/claims/<claim_id>")
@blueprint.response(200, ClaimAnswerSchema)
def get_claim(claim_id: str) -> dict[str, Any]:
    """Read a claim"""
    return shown(claims.get(merchant_id(), known_id(claim_id)))


@blueprint.post("/claims/<claim_id>/review")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ClaimAnswerSchema)
def review_claim(_: dict[str, Any], claim_id: str) -> dict[str, Any]:
    """Begin to look at an open claim"""
    return shown(claims.review(merchant_id(), known_id(claim_id)))


@blueprint.post("/claims/<claim_id>/approve")
@blueprint.arguments(GrantSchema, example={"resolution": "refund"})
@blueprint.response(200, ClaimAnswerSchema)
def approve_claim(body: dict[str, Any], claim_id: str) -> dict[str, Any]:
    """Grant a claim, and say how it will be made good"""
    return shown(claims.approve(merchant_id(), known_id(claim_id), body["resolution"]))


@blueprint.post("/claims/<claim_id>/deny")
@blueprint.arguments(DenialSchema, example={"reason": "It was signed for."})
@blueprint.response(200, ClaimAnswerSchema)
def deny_claim(body: dict[str, Any], claim_id: str) -> dict[str, Any]:
    """Refuse a claim"""
    return shown(claims.deny(merchant_id(), known_id(claim_id), body["reason"]))


@blueprint.post("/claims/<claim_id>/resolve")
@blueprint.arguments(ResolveSchema, required=False, example={})
@blueprint.response(200, ClaimAnswerSchema)
def resolve_claim(body: dict[str, Any], claim_id: str) -> dict[str, Any]:
    """Close a claim, and pay what was granted

    The units of a granted claim are written off, unless they only came late: they can't be returned then.
    """
    return shown(claims.resolve(merchant(), known_id(claim_id), body.get("amount")))


def shown(claim: Claim) -> dict[str, Any]:
    """What `ClaimAnswerSchema` dumps of one claim."""
    return {name: getattr(claim, name) for name in STORED} | {
        "id": claim.code,
        "order": claim.order.number,
        "refunds": [refund_json(refund) for refund in claim.refunds],
    }


def all_shown(several: Sequence[Claim]) -> list[dict[str, Any]]:
    """The same for several claims."""
    return [shown(claim) for claim in several]
