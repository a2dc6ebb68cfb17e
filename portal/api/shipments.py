"""`/v1/shipments`: parcels of an order, and what happened to them."""

from typing import Any

from flask import request

from commerce import orders
from commerce.fields import Code, Text
from portal.api import examples, paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from portal.api.shipment_view import all_shown, shown
from tracking import posted, sandbox, shipments
from tracking.models import Shipment
from tracking.providers.simulated import Life
from tracking.schemas import EventsSchema, ShipmentAnswerSchema, ShipmentSchema, status_field
from tracking.statuses import Status

blueprint = V1("shipments", "Parcels of an order, and what happened to them.")


class ShipmentsQuery(paging.PageQuery):
    order = Text(load_default=None, metadata={"description": "Only those of the order with this number."})
    status = status_field(load_default=None, metadata={"description": "Only those that have it now."})


class AdvanceSchema(OptionalBody):
    """How a test shipment's life goes on."""

    life = Code(Life, "a life", metadata={"description": "Left out: the one its number names, else on time."})
    until = status_field(metadata={"description": "Where to stop; left out, at the end of its life."})


@blueprint.post("/orders/<anything:number>/shipments")
@blueprint.arguments(ShipmentSchema, example=examples.SHIPMENT)
@blueprint.response(201, ShipmentAnswerSchema, description="Created")
@blueprint.alt_response(200, schema=ShipmentAnswerSchema, description="Replaced", success=True)
def post_shipment(body: dict[str, Any], number: str) -> tuple[dict[str, Any], int]:
    """Create a shipment of an order, or replace what is known of the one with this id"""
    order = orders.get(merchant_id(), number)
    shipment, created = shipments.create(merchant_id(), order, body)
    return shown(shipment), 201 if created else 200


@blueprint.get("/shipments")
@blueprint.arguments(ShipmentsQuery, location="query")
@blueprint.response(200, paging.paged(ShipmentAnswerSchema))
def list_shipments(query: dict[str, Any]) -> dict[str, Any]:
    """List shipments, the last made first"""
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "shipments")
    after = cursor[0] if cursor else None
    rows = shipments.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, place, "shipments")


@blueprint.get("/shipments/<anything:shipment_id>")
@blueprint.response(200, ShipmentAnswerSchema)
def get_shipment(shipment_id: str) -> dict[str, Any]:
    """Read a shipment with all that happened to it"""
    return shown(shipments.get(merchant_id(), shipment_id))


@blueprint.post("/shipments/<anything:shipment_id>/events")
@blueprint.arguments(EventsSchema, example=examples.EVENTS)
@blueprint.response(200, ShipmentAnswerSchema)
def post_events(body: dict[str, Any], shipment_id: str) -> dict[str, Any]:
    """Tell what happened to a parcel

    For scans of a 3PL or a fleet of your own. The same time, status and message are one event, however
    often they are told and by whom.
    """
    shipment = shipments.get(merchant_id(), shipment_id)
    posted.post(shipment, body["events"], request.get_data(cache=True))
    return shown(shipment)


@blueprint.post("/sandbox/shipments/<anything:shipment_id>/advance")
@blueprint.arguments(AdvanceSchema, required=False, example={"until": "delivered"})
@blueprint.response(200, ShipmentAnswerSchema)
def advance_shipment(body: dict[str, Any], shipment_id: str) -> dict[str, Any]:
    """Play a test shipment's life in seconds

    In production only shipments of the carrier `Simulated` can be played: 409 `not_a_test_shipment`.
    """
    shipment = shipments.get(merchant_id(), shipment_id)
    life, until = body.get("life"), body.get("until")
    sandbox.advance(shipment, Life(life) if life else None, Status(until) if until else None)
    return shown(shipment)


def place(shipment: Shipment) -> list[Any]:
    return [shipment.id]
