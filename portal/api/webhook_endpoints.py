"""`/v1/webhook-endpoints`: where a merchant's programs hear what happens."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from commerce.fields import Closed, Code, Moment, WebAddress
from notifications.models.webhooks import WebhookEndpoint
from notifications.webhooks import endpoints, planning
from notifications.webhooks.kinds import EVERYTHING, PUBLIC
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody

blueprint = V1("webhook-endpoints", "Where a merchant's programs hear what happens.")

EXAMPLE = {"url": "https://shop.example.com/waypost", "events": ["shipment.updated", "return.requested"]}
LISTENING = "Kinds of event, or `*` for all there are and will be."


def events_field(**options: Any) -> fields.List[str]:
    kind = Code([*PUBLIC, EVERYTHING], "a kind of event")
    return fields.List(kind, validate=validate.Length(1, 100), metadata={"description": LISTENING}, **options)


class EndpointSchema(Closed):
    url = WebAddress(required=True)
    events = events_field(required=True)


class EndpointChangeSchema(OptionalBody):
    url = WebAddress()
    events = events_field()
    status = Code(["active", "paused"], "a status")


class ReplaySchema(Closed):
    since = Moment(required=True, metadata={"example": "2026-11-20T00:00:00Z"})


class EndpointAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"example": "whe_7hY2…"})
    url = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    status = fields.String(required=True, validate=validate.OneOf(["active", "paused"]))
    paused_reason = fields.String(required=True, allow_none=True)
    failing_since = Moment(required=True, allow_none=True)
    last_success_at = Moment(required=True, allow_none=True)
    last_error = fields.String(required=True, allow_none=True)
    last_error_at = Moment(required=True, allow_none=True)
    created_at = Moment(required=True)


class EndpointWithSecretSchema(EndpointAnswerSchema):
    secret = fields.String(
        required=True, metadata={"example": "whsec_…", "description": "Shown this once: keep it."}
    )


@blueprint.post("/webhook-endpoints")
@blueprint.arguments(EndpointSchema, example=EXAMPLE)
@blueprint.response(201, EndpointWithSecretSchema, description="Created")
def post_webhook_endpoint(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Listen to what happens

    Posts are signed as Standard Webhooks say; each is tried for three days until a 2xx answers it.
    """
    endpoint, secret = endpoints.create(merchant_id(), body["url"], body["events"])
    return shown(endpoint) | {"secret": secret}, 201


@blueprint.get("/webhook-endpoints")
@blueprint.arguments(paging.PageQuery, location="query")
@blueprint.response(200, paging.paged(EndpointAnswerSchema))
def list_webhook_endpoints(query: dict[str, Any]) -> dict[str, Any]:
    """List the endpoints, the oldest first"""
    after, limit = paging.read_cursor(query["cursor"], of="webhook endpoints") or [0], query["limit"]
    rows = [one for one in endpoints.listed(merchant_id()) if one.id > after[0]][: limit + 1]
    return paging.page(
        rows,
        limit,
        lambda found: [shown(endpoint) for endpoint in found],
        lambda endpoint: [endpoint.id],
        of="webhook endpoints",
    )


@blueprint.get("/webhook-endpoints/<endpoint_id>")
@blueprint.response(200, EndpointAnswerSchema)
def get_webhook_endpoint(endpoint_id: str) -> dict[str, Any]:
    """Read an endpoint, and how it is doing"""
    return shown(endpoints.get(merchant_id(), endpoint_id))


@blueprint.patch("/webhook-endpoints/<endpoint_id>")
@blueprint.arguments(EndpointChangeSchema, example={"status": "active"})
@blueprint.response(200, EndpointAnswerSchema)
def patch_webhook_endpoint(body: dict[str, Any], endpoint_id: str) -> dict[str, Any]:
    """Change an endpoint, pause it, or let it go on

    What happens while it is paused is kept for 30 days, and sent once it is active again.
    """
    return shown(endpoints.change(merchant_id(), endpoint_id, body))


@blueprint.delete("/webhook-endpoints/<endpoint_id>")
@blueprint.response(204)
def delete_webhook_endpoint(endpoint_id: str) -> Response:
    """Stop listening, and forget what is still to be sent"""
    endpoints.remove(merchant_id(), endpoint_id)
    return Response(status=204)


@blueprint.post("/webhook-endpoints/<endpoint_id>/secret")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, EndpointWithSecretSchema)
def renew_webhook_secret(_: dict[str, Any], endpoint_id: str) -> dict[str, Any]:
    """Renew the secret

    For 24 hours posts carry a signature by the old one too.
    """
    endpoint, secret = endpoints.renew_secret(merchant_id(), endpoint_id)
    return shown(endpoint) | {"secret": secret}


@blueprint.post("/webhook-endpoints/<endpoint_id>/test")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(202, EndpointAnswerSchema, description="On its way")
def try_webhook_endpoint(_: dict[str, Any], endpoint_id: str) -> tuple[dict[str, Any], int]:
    """Have a `webhook_endpoint.test` event sent to an endpoint"""
    endpoints.try_out(merchant_id(), endpoint_id)
    return shown(endpoints.get(merchant_id(), endpoint_id)), 202


@blueprint.post("/webhook-endpoints/<endpoint_id>/replay")
@blueprint.arguments(ReplaySchema, example={"since": "2026-11-20T00:00:00Z"})
@blueprint.response(
    202,
    Schema.from_dict({"events": fields.Integer(required=True)}, name="Replayed"),
    description="On its way",
)
def replay_to_webhook_endpoint(body: dict[str, Any], endpoint_id: str) -> tuple[dict[str, int], int]:
    """Have everything since a time sent again, with the ids it had"""
    endpoint = endpoints.get(merchant_id(), endpoint_id, lock=True)
    return {"events": planning.replay_since(endpoint, body["since"])}, 202


def shown(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """What `EndpointAnswerSchema` dumps."""
    names = set(EndpointAnswerSchema().fields) - {"id"}
    return {name: getattr(endpoint, name) for name in names} | {"id": endpoint.code}
