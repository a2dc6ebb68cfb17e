"""`/v1/orders`: what the merchant knows of an order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from marshmallow import EXCLUDE, ValidationError, fields

from commerce import orders
from commerce.errors import Invalid
from commerce.fields import Email, Moment, Name, Whole
from commerce.models import Order
from commerce.schemas import OrderLineSchema, OrderSchema
from portal.api import examples, paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from tracking import shipments

blueprint = V1("orders", "What the merchant knows of an order.")


class OrderLineAnswerSchema(OrderLineSchema):
    cancelled_quantity = Whole(
        required=True, metadata={"description": "Of these, units that are not sent any more.", "example": 0}
    )


class OrderAnswerSchema(OrderSchema):
    """An order as stored."""

    class Meta:
        unknown = EXCLUDE  # answers may grow

    number = fields.String(required=True, metadata={"example": "1001"})
    lines = fields.List(fields.Nested(OrderLineAnswerSchema), required=True)
    tracking_url = fields.String(
        required=True, metadata={"format": "uri", "description": "The shopper's page of this order."}
    )
    shipments = fields.List(fields.String(), required=True, metadata={"example": ["S1"]})
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class OrdersQuery(paging.PageQuery):
    email = Email(load_default=None, metadata={"description": "The customer's; case does not matter."})
    placed_from = Moment(load_default=None, metadata={"description": "Placed then or later."})
    placed_before = Moment(load_default=None, metadata={"description": "Placed before then."})


@blueprint.put("/orders/<anything:number>")
@blueprint.arguments(OrderSchema, example=examples.ORDER)
@blueprint.response(200, OrderAnswerSchema, description="Replaced, or found unchanged")
@blueprint.alt_response(201, schema=OrderAnswerSchema, description="Created", success=True)
def put_order(body: dict[str, Any], number: str) -> tuple[dict[str, Any], int]:
    """Create or replace an order

    What the body leaves out is forgotten. A line can't lose units that are in a parcel: 409 `line_in_use`.
    """
    order, created = orders.put(merchant_id(), checked_number(number), body)
    return all_shown([order])[0], 201 if created else 200


@blueprint.get("/orders/<anything:number>")
@blueprint.response(200, OrderAnswerSchema)
def get_order(number: str) -> dict[str, Any]:
    """Read an order"""
    return all_shown([orders.get(merchant_id(), number)])[0]


@blueprint.get("/orders")
@blueprint.arguments(OrdersQuery, location="query")
@blueprint.response(200, paging.paged(OrderAnswerSchema))
def list_orders(query: dict[str, Any]) -> dict[str, Any]:
    """List orders, the last placed first"""
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "orders")
    after = (datetime.fromisoformat(cursor[0]), cursor[1]) if cursor else None
    rows = orders.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, place, "orders")


def checked_number(number: str) -> str:
    """The number if an order may have it."""
    try:
        checked: str = Name().deserialize(number)
    except ValidationError as exc:
        error = {"pointer": "/number", "code": "invalid", "message": str(exc.messages[0])}
        raise Invalid([error]) from exc
    return checked


def all_shown(several: Sequence[Order]) -> list[dict[str, Any]]:
    """What the answer's schema dumps of one merchant's orders."""
    codes = shipments.codes(merchant_id(), [order.id for order in several])
    base_url = current_app.config["SETTINGS"].base_url
    return [
        {name: getattr(order, name) for name in ORDER_FIELDS}
        | {"tracking_url": f"{base_url}/t/{order.page_token}", "shipments": codes.get(order.id, [])}
        for order in several
    ]


def place(order: Order) -> list[Any]:
    return [order.placed_at.isoformat(), order.id]


ORDER_FIELDS = sorted({*OrderSchema().fields, "number", "created_at", "updated_at"})
