"""`/v1/events`: what happened, and what became of telling it."""

from typing import Any

from marshmallow import Schema, fields

from commerce.fields import Code, Moment, Text
from notifications.webhooks import told
from notifications.webhooks.kinds import PUBLIC
from notifications.webhooks.told import Told
from portal.api import paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody

blueprint = V1("events", "What happened, and what became of telling it.")


class EventsQuery(paging.PageQuery):
    type = Code(PUBLIC, "a kind of event", load_default=None)


class DeliverySchema(Schema):
    endpoint = fields.String(required=True, metadata={"example": "whe_7hY2…"})
    status = fields.String(
        required=True,
        metadata={"description": "`open`, `delivered`, `failed`, or `held` while it is paused."},
    )
    attempts = fields.Integer(required=True)
    answer = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The last answer's HTTP status."}
    )
    error = fields.String(required=True, allow_none=True)
    tried_at = Moment(required=True, allow_none=True)


class HappenedSchema(Schema):
    id = fields.String(required=True, metadata={"example": "evt_4f1c…"})
    type = fields.String(required=True, metadata={"example": "shipment.updated"})
    timestamp = Moment(required=True)
    data = fields.Dict(required=True, metadata={"example": {"shipment": "S1", "status": "in_transit"}})
    deliveries = fields.List(fields.Nested(DeliverySchema), required=True)


class ReplayOneSchema(OptionalBody):
    endpoint = Text(
        load_default=None, allow_none=True, metadata={"description": "Left out: all that want it."}
    )


@blueprint.get("/events")
@blueprint.arguments(EventsQuery, location="query")
@blueprint.response(200, paging.paged(HappenedSchema))
def list_events(query: dict[str, Any]) -> dict[str, Any]:
    """List what happened in the last 30 days, the newest first"""
    cursor, types = paging.read_cursor(query["cursor"], "events"), [query["type"]] if query["type"] else []
    rows = told.listed(
        merchant_id(), types=types, before=cursor[0] if cursor else None, most=query["limit"] + 1
    )
    return paging.page(
        rows, query["limit"], lambda some: list(map(shown, some)), lambda e: [e.number], "events"
    )


@blueprint.get("/events/<event_id>")
@blueprint.response(200, HappenedSchema)
def get_event(event_id: str) -> dict[str, Any]:
    """Read one event"""
    return shown(told.get(merchant_id(), event_id))


@blueprint.post("/events/<event_id>/replay")
@blueprint.arguments(ReplayOneSchema, required=False, example={})
@blueprint.response(202, HappenedSchema, description="On its way")
def replay_event(body: dict[str, Any], event_id: str) -> tuple[dict[str, Any], int]:
    """Have an event sent again, with the id it had"""
    return shown(told.replay(merchant_id(), event_id, body.get("endpoint"))), 202


def shown(event: Told) -> dict[str, Any]:
    """What `HappenedSchema` dumps."""
    names = ("id", "type", "timestamp", "data")
    return {name: getattr(event, name) for name in names} | {"deliveries": event.posts}
