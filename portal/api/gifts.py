"""`/v1/orders/{number}/gift-codes`: what a shop prints on a gift receipt."""

from typing import Any

from flask import current_app
from marshmallow import Schema, fields

from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from returns import gifts

blueprint = V1("gifts", "Codes with which gifts are sent back.")


class GiftCodeSchema(Schema):
    code = fields.String(required=True, metadata={"example": "K7QWM-9RTXE-4HBNC-VP2SD-GZ63F"})
    url = fields.String(
        required=True, metadata={"format": "uri", "description": "Where its gift is sent back."}
    )


@blueprint.post("/orders/<anything:number>/gift-codes")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(201, GiftCodeSchema, description="Created")
def post_gift_code(_: dict[str, Any], number: str) -> tuple[dict[str, str], int]:
    """Make a gift code

    Whoever has it exchanges the order's gifts, or has store credit for them, and sees no price. It is
    shown here alone; 20 can be made for an order.
    """
    code = gifts.make(merchant_id(), number)
    return {"code": code, "url": f"{current_app.config['SETTINGS'].base_url}/g/{code}"}, 201
