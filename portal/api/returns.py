"""`/v1/returns`: what may come back, and what became of it."""

from typing import Any

from flask import Response, jsonify
from marshmallow import fields

from commerce.errors import NotFound
from commerce.fields import Code, Text
from commerce.merchants import Known, known_by_id
from portal.api import examples, paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.bodies import OptionalBody
from portal.api.return_view import all_shown, shown
from returns import answering, found, labels, missing, own_carrier, requests, schemas, steps
from returns.answer_schemas import EligibilitySchema, ReturnAnswerSchema
from returns.models.requests import Return
from returns.statuses import ReturnStatus

blueprint = V1("returns", "What may come back, and what became of it.")


class ReturnsQuery(paging.PageQuery):
    status = Code(
        ReturnStatus, "a status", load_default=None, metadata={"description": "Only those that have it now."}
    )
    order = Text(load_default=None, metadata={"description": "Only those of the order with this number."})


class RefundSchema(OptionalBody):
    amount = fields.Integer(
        strict=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "Minor units; left out, all that is due.", "example": 2430},
    )


class ExchangeShippedSchema(OptionalBody):
    shipment = Text(allow_none=True, load_default=None, metadata={"example": "S9"})


def merchant() -> Known:
    """Whose key came with the request."""
    if (known := known_by_id(merchant_id())) is None:
        raise NotFound("this merchant is gone")
    return known


@blueprint.post("/returns/eligibility")
@blueprint.arguments(schemas.QuestionSchema, example=examples.QUESTION)
@blueprint.response(200, EligibilitySchema)
def post_eligibility(body: dict[str, Any]) -> Response:
    """Ask whether lines of an order may come back

    Judged by the policy version of the order's day. `trace` has every rule and test beside what it found.
    """
    eligibility = answering.answer(merchant(), body["order"], body["lines"], body["at"])
    # Already as the schema has it: to dump it once more would cost more than to judge it.
    return jsonify(eligibility.as_json(with_trace=True))


@blueprint.post("/returns")
@blueprint.arguments(schemas.ReturnSchema, example=examples.RETURN)
@blueprint.response(201, ReturnAnswerSchema, description="Created")
def post_return(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Ask for a return

    `approved` at once where the policy allows every line, else `requested`. Units that another return has
    are 409 `units_taken`, lines that the policy denies 422 `not_returnable`.
    """
    request = requests.create(
        merchant(),
        body["order"],
        body["lines"],
        override=body["override"],
        is_gift=body["gift"],
        gift_email=body["gift_email"],
    )
    return shown(request), 201


@blueprint.get("/returns")
@blueprint.arguments(ReturnsQuery, location="query")
@blueprint.response(200, paging.paged(ReturnAnswerSchema))
def list_returns(query: dict[str, Any]) -> dict[str, Any]:
    """List returns, the last made first"""
    limit, cursor = query.pop("limit"), paging.read_cursor(query.pop("cursor"), "returns")
    after = cursor[0] if cursor else None
    rows = found.listed(merchant_id(), **query, after=after, most=limit + 1)
    return paging.page(rows, limit, all_shown, place, "returns")


@blueprint.get("/returns/<return_id>")
@blueprint.response(200, ReturnAnswerSchema)
def get_return(return_id: str) -> dict[str, Any]:
    """Read a return"""
    return shown(found.get(merchant_id(), known_id(return_id)))


@blueprint.post("/returns/<return_id>/approve")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ReturnAnswerSchema)
def approve_return(_: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Let a requested return go ahead"""
    return shown(steps.approve(merchant_id(), known_id(return_id)))


@blueprint.post("/returns/<return_id>/decline")
@blueprint.arguments(schemas.DeclineSchema, example={"reason": "Outside the return window"})
@blueprint.response(200, ReturnAnswerSchema)
def decline_return(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Refuse a requested return; its units are free again"""
    return shown(steps.decline(merchant_id(), known_id(return_id), body["reason"]))


@blueprint.post("/returns/<return_id>/cancel")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ReturnAnswerSchema)
def cancel_return(_: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Take a return back; its units are free again

    Once money has moved for it: 409 `already_refunded`.
    """
    return shown(steps.cancel(merchant_id(), known_id(return_id)))


@blueprint.post("/returns/<return_id>/parcel")
@blueprint.arguments(schemas.OwnParcelSchema, example={"tracking_number": "1Z999AA10123456784"})
@blueprint.response(200, ReturnAnswerSchema)
def tell_parcel(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Tell the number of the parcel that the shopper sends

    For lines that come back by `own_carrier`, or whose label is `unavailable`. The inbound `shipment` is made or
    corrected; its first scan sets the return in transit, and from then on this is 409 `not_sent_by_shopper`. A
    number that another parcel has is 409 `number_elsewhere`.
    """
    told = own_carrier.tell(merchant_id(), known_id(return_id), body["tracking_number"], body["carrier"])
    return shown(told)


@blueprint.post("/returns/<return_id>/label")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ReturnAnswerSchema)
def try_label_again(_: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Try again for a label that was `unavailable`

    A job asks for one anew; `return.label_ready` tells of it. Where none was refused: 409 `no_label_to_retry`.
    """
    return shown(labels.try_again(merchant_id(), known_id(return_id)))


@blueprint.post("/returns/<return_id>/ship")
@blueprint.arguments(OptionalBody, required=False)
@blueprint.response(200, ReturnAnswerSchema)
def ship_return(_: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Note that a return is on its way back"""
    return shown(steps.ship(merchant_id(), known_id(return_id)))


@blueprint.post("/returns/<return_id>/receive")
@blueprint.arguments(schemas.ReceiveSchema, example=examples.RECEIPT)
@blueprint.response(200, ReturnAnswerSchema)
def receive_return(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Take in what arrived

    Units that are not named are missing: neither paid for nor returnable until `missing` says what became
    of them. An empty box is rejected; a wrong thing, and all where money moves when `inspected`, waits for
    `inspect`.
    """
    return shown(steps.receive(merchant_id(), known_id(return_id), body["lines"]))


@blueprint.post("/returns/<return_id>/inspect")
@blueprint.arguments(schemas.InspectSchema, example={"lines": [{"id": "L1", "accepted": 1}]})
@blueprint.response(200, ReturnAnswerSchema)
def inspect_return(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Accept or reject what arrived; a rejected unit is not paid for"""
    return shown(steps.inspect(merchant_id(), known_id(return_id), body["lines"]))


@blueprint.post("/returns/<return_id>/missing")
@blueprint.arguments(
    schemas.DecideMissingSchema, example={"lines": [{"id": "L1", "quantity": 1, "outcome": "release"}]}
)
@blueprint.response(200, ReturnAnswerSchema)
def decide_missing(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Decide on units that did not arrive

    `found`: they turned up; `refund`: lost, and paid for; `release`: never sent, returnable again.
    """
    return shown(missing.decide(merchant_id(), known_id(return_id), body["lines"]))


@blueprint.post("/returns/<return_id>/refund")
@blueprint.arguments(RefundSchema, required=False, example={})
@blueprint.response(200, ReturnAnswerSchema)
def refund_return(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Pay what is due, in money and in store credit, and complete the return"""
    return shown(steps.refund(merchant_id(), known_id(return_id), body.get("amount")))


@blueprint.post("/returns/<return_id>/exchange")
@blueprint.arguments(ExchangeShippedSchema, required=False, example={"shipment": "S9"})
@blueprint.response(200, ReturnAnswerSchema)
def ship_exchange(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Note that what is sent in exchange has left"""
    return shown(steps.ship_exchange(merchant_id(), known_id(return_id), body.get("shipment")))


@blueprint.post("/returns/<return_id>/note")
@blueprint.arguments(schemas.NoteSchema, example={"text": "Called, will send a photo."})
@blueprint.response(200, ReturnAnswerSchema)
def note_return(body: dict[str, Any], return_id: str) -> dict[str, Any]:
    """Write something down about a return"""
    return shown(steps.note(merchant_id(), known_id(return_id), body["text"], body["by"]))


def known_id(return_id: str) -> str:
    """The id if a return may have it: the database takes no control characters."""
    if not return_id.isprintable():
        raise NotFound("there is no return with this id")
    return return_id


def place(request: Return) -> list[Any]:
    return [request.id]
