"""Returns as the API takes them."""

from typing import Any

from marshmallow import Schema, fields, validate

from commerce.fields import LONG, Closed, Code, Email, Flag, Moment, Name, Text, Whole
from returns.missing import Outcome
from returns.statuses import Condition, Disposition

MOST_LINES, MOST_PHOTOS = 250, 10


def at_most(schema: type[Schema], most: int = MOST_LINES, **more: Any) -> fields.List[Any]:
    """A list of one such object or more."""
    return fields.List(fields.Nested(schema), validate=validate.Length(min=1, max=most), **more)


class AskedLineSchema(Closed):
    id = Name(required=True, metadata={"example": "L1"})
    quantity = Whole(least=1, required=True, metadata={"example": 1})
    reason = Text(allow_none=True, load_default=None, metadata={"example": "too_small"})
    resolution = Text(allow_none=True, load_default=None, metadata={"example": "refund"})
    method = Text(allow_none=True, load_default=None, metadata={"example": "label"})


class QuestionLineSchema(AskedLineSchema):
    photo = Flag(load_default=False)


class QuestionSchema(Closed):
    """May these lines come back? `lines` left out asks for all that is left of each."""

    order = Name(required=True, metadata={"example": "1001"})
    at = Moment(allow_none=True, load_default=None, metadata={"description": "Null: now."})
    lines = at_most(QuestionLineSchema, allow_none=True, load_default=None)


class WantedSchema(Closed):
    sku = Name(required=True, metadata={"example": "TEE-L"})


class ReturnLineSchema(AskedLineSchema):
    comment = Text(longest=LONG, allow_none=True, load_default=None)
    exchange_for = fields.Nested(WantedSchema, allow_none=True, load_default=None)
    photos = fields.List(
        Text(longest=2048), load_default=list, validate=validate.Length(max=MOST_PHOTOS), allow_none=True
    )


class OverrideSchema(Closed):
    by = Name(required=True, metadata={"example": "mina@acme.test"})
    reason = Name(longest=LONG, required=True, metadata={"example": "Promised on the phone"})


class ReturnSchema(Closed):
    order = Name(required=True, metadata={"example": "1001"})
    lines = at_most(ReturnLineSchema, required=True)
    gift_email = Email(
        load_default=None,
        metadata={"description": "Of whoever got the gift: they are told, not who bought it."},
    )
    gift = Flag(load_default=False, metadata={"description": "Whoever got it as a gift sends it back."})
    override = fields.Nested(
        OverrideSchema,
        allow_none=True,
        load_default=None,
        metadata={"description": "Staff set the policy's objections aside; the counts stand."},
    )


class DeclineSchema(Closed):
    reason = Name(longest=LONG, required=True, metadata={"example": "Outside the return window"})


class OwnParcelSchema(Closed):
    """The parcel that the shopper sends by a carrier of their own."""

    tracking_number = Name(required=True, metadata={"example": "1Z999AA10123456784"})
    carrier = Text(
        allow_none=True,
        load_default=None,
        metadata={"example": "UPS", "description": "Left out: the one whose number it is."},
    )


class ArrivedSchema(Closed):
    id = Name(required=True, metadata={"example": "L1", "description": "Of the order's line."})
    quantity = Whole(required=True, metadata={"example": 1})
    condition = Code(Condition, "a condition", load_default=Condition.AS_NEW.value)
    disposition = Code(Disposition, "a disposition", load_default=Disposition.RESTOCK.value)


class ReceiveSchema(Closed):
    """What arrived; what is not named is missing."""

    lines = fields.List(
        fields.Nested(ArrivedSchema), required=True, validate=validate.Length(max=2 * MOST_LINES)
    )


class VerdictSchema(Closed):
    id = Name(required=True, metadata={"example": "L1"})
    accepted = Whole(load_default=0, metadata={"example": 1})
    rejected = Whole(load_default=0)


class InspectSchema(Closed):
    lines = at_most(VerdictSchema, required=True)


class MissingSchema(Closed):
    id = Name(required=True, metadata={"example": "L1"})
    quantity = Whole(least=1, required=True, metadata={"example": 1})
    outcome = Code(Outcome, "an outcome", required=True)


class DecideMissingSchema(Closed):
    lines = at_most(MissingSchema, required=True)


class NoteSchema(Closed):
    text = Name(longest=LONG, required=True, metadata={"example": "Called, will send a photo."})
    by = Text(allow_none=True, load_default=None, metadata={"example": "mina@acme.test"})
