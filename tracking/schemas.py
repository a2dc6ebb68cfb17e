"""Shipments and scans as the API takes and shows them."""

from marshmallow import Schema, fields, validate

from commerce.fields import LONG, Closed, Code, Country, Day, Moment, Name, Text, Whole
from tracking.statuses import Status, StatusDetail

MOST_LINES, MOST_EVENTS = 1000, 500
DELAYS = ("stalled", "predicted_late", "promise_missed", "carrier_delay", "not_shipped", "not_moving")


def status_field(**kwargs: object) -> Code:
    return Code(Status, "a status", **kwargs)


def status_detail_field(**kwargs: object) -> Code:
    return Code(StatusDetail, "a status detail", allow_none=True, **kwargs)


class ShipmentLineSchema(Closed):
    id = Name(required=True, metadata={"example": "L1"})
    quantity = Whole(least=1, required=True, metadata={"example": 1})


class ShipmentSchema(Closed):
    """A parcel that leaves, or comes back. What the body leaves out stays as it is known."""

    id = Name(allow_none=True, metadata={"example": "S1", "description": "Yours; left out, one is made."})
    direction = Code(("outbound", "inbound"), "outbound or inbound")
    carrier = Text(allow_none=True, metadata={"example": "UPS"})
    service = Text(allow_none=True, metadata={"example": "Ground"})
    tracking_number = Text(allow_none=True, metadata={"example": "1Z999AA10123456784"})
    location = Text(allow_none=True, metadata={"example": "NJ1"})
    shipped_at = Moment(allow_none=True, metadata={"example": "2026-11-03T16:00:00-05:00"})
    promised_on = Day(allow_none=True, metadata={"example": "2026-11-09"})
    lines = fields.List(
        fields.Nested(ShipmentLineSchema),
        allow_none=True,
        validate=validate.Length(max=MOST_LINES),
        metadata={"description": "Left out: all that no other shipment holds."},
    )


class PlaceSchema(Closed):
    city = Text(allow_none=True, load_default=None, metadata={"example": "Newark"})
    region = Text(allow_none=True, load_default=None, metadata={"example": "NJ"})
    country = Country(allow_none=True, load_default=None, metadata={"example": "US"})
    postcode = Text(allow_none=True, load_default=None, metadata={"example": "07114"})


class EventSchema(Closed):
    id = Text(allow_none=True, load_default=None, metadata={"description": "Yours; kept with the body."})
    at = Moment(required=True, metadata={"example": "2026-11-04T05:12:00-05:00"})
    status = status_field(required=True, metadata={"example": "in_transit"})
    status_detail = status_detail_field(load_default=None, metadata={"example": "arrived_at_facility"})
    message = Text(
        longest=LONG, allow_none=True, load_default=None, metadata={"example": "Arrived at facility"}
    )
    location = fields.Nested(PlaceSchema, allow_none=True, load_default=None)


class EventsSchema(Closed):
    events = fields.List(
        fields.Nested(EventSchema), required=True, validate=validate.Length(min=1, max=MOST_EVENTS)
    )


class EstimateSchema(Schema):
    earliest = Day(required=True)
    likely = Day(required=True)
    latest = Day(required=True)
    confidence = fields.Float(required=True, metadata={"example": 0.9})
    late_probability = fields.Float(allow_none=True, required=True, metadata={"example": 0.07})
    basis = fields.String(required=True, metadata={"example": "service_table"})
    model = fields.String(allow_none=True, required=True)


class DelaySchema(Schema):
    """The worst delay that is open, else the one that cleared last."""

    kind = fields.String(required=True, validate=validate.OneOf(DELAYS))
    since = Moment(required=True, metadata={"description": "When it came to be so."})
    days = fields.Integer(
        required=True,
        metadata={
            "example": 2,
            "description": "Days after the promised day; of `stalled`, `not_moving` and `not_shipped` the "
            "working days gone by.",
        },
    )
    cleared_at = Moment(
        allow_none=True, required=True, metadata={"description": "When it moved again, or came."}
    )


class ShownEventSchema(Schema):
    at = Moment(required=True)
    status = status_field(required=True)
    status_detail = fields.String(allow_none=True, required=True)
    message = fields.String(required=True)
    location = fields.Nested(PlaceSchema, allow_none=True, required=True)
    source = fields.String(required=True, metadata={"example": "easypost"})


class ShipmentAnswerSchema(Schema):
    """A shipment with all that happened to it."""

    id = fields.String(required=True, metadata={"example": "S1"})
    order = fields.String(required=True, metadata={"example": "1001"})
    direction = Code(("outbound", "inbound"), "outbound or inbound", required=True)
    carrier = fields.String(allow_none=True, required=True)
    service = fields.String(allow_none=True, required=True)
    tracking_number = fields.String(allow_none=True, required=True)
    location = fields.String(allow_none=True, required=True)
    shipped_at = Moment(allow_none=True, required=True)
    lines = fields.List(fields.Nested(ShipmentLineSchema), required=True)
    status = status_field(required=True)
    status_detail = fields.String(allow_none=True, required=True)
    action_required = fields.String(
        allow_none=True, required=True, validate=validate.OneOf(("shopper", "merchant", None))
    )
    attempted = fields.Boolean(required=True, metadata={"description": "A delivery was once tried in vain."})
    delivered_at = Moment(allow_none=True, required=True)
    promised_on = Day(allow_none=True, required=True)
    eta = fields.Nested(EstimateSchema, allow_none=True, required=True)
    delay = fields.Nested(DelaySchema, allow_none=True, required=True)
    tracking_url = fields.String(required=True, metadata={"format": "uri"})
    events = fields.List(fields.Nested(ShownEventSchema), required=True)
