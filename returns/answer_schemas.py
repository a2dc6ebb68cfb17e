"""Returns and decisions as the API shows them."""

from marshmallow import Schema, fields, validate

from commerce.fields import Currency, Moment
from returns.label_statuses import LabelStatus
from returns.policy.vocabulary import Decision
from returns.refunds import RefundKind, RefundStatus
from returns.schemas import WantedSchema
from returns.statuses import LineAcceptance, ReturnStatus


class AmountsSchema(Schema):
    refund = fields.Integer(required=True)
    store_credit = fields.Integer(required=True)
    fee = fields.Integer(required=True)
    restocking = fields.Integer(required=True)


class ReasonSchema(Schema):
    code = fields.String(required=True, metadata={"example": "window_open"})
    rule = fields.String(required=True, allow_none=True)
    message = fields.String(required=True)
    params = fields.Dict(required=True)


class EligibleLineSchema(Schema):
    id = fields.String(required=True)
    returnable_quantity = fields.Integer(required=True)
    decision = fields.String(required=True, validate=validate.OneOf([word.value for word in Decision]))
    return_by = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    resolutions = fields.List(fields.String(), required=True)
    methods = fields.List(fields.String(), required=True)
    keep_item = fields.Boolean(required=True)
    require_photo = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    amounts = fields.Nested(AmountsSchema, required=True)


class TraceTestSchema(Schema):
    fact = fields.String(required=True)
    op = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    actual = fields.Raw(required=True, allow_none=True)
    result = fields.Boolean(required=True)


class TraceSchema(Schema):
    line = fields.String(required=True)
    rule = fields.String(required=True)
    matched = fields.Boolean(required=True)
    tests = fields.List(fields.Nested(TraceTestSchema), required=True)


class EligibilitySchema(Schema):
    order = fields.String(required=True)
    policy_version = fields.Integer(required=True)
    currency = Currency(required=True)
    lines = fields.List(fields.Nested(EligibleLineSchema), required=True)
    trace = fields.List(fields.Nested(TraceSchema), required=True)


class RefundAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"example": "ref_4fJ2…"})
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in RefundKind]))
    amount = fields.Integer(required=True, metadata={"example": 2430})
    currency = Currency(required=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in RefundStatus]))
    gateway = fields.String(required=True, metadata={"example": "manual"})
    store_credit = fields.String(
        required=True, allow_none=True, metadata={"description": "The code that was credited."}
    )
    error = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)
    settled_at = Moment(required=True, allow_none=True)


class ReturnLineAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"description": "Of the order's line."})
    quantity = fields.Integer(required=True)
    received_quantity = fields.Integer(required=True)
    accepted_quantity = fields.Integer(required=True)
    rejected_quantity = fields.Integer(required=True)
    missing_quantity = fields.Integer(required=True)
    decision = fields.String(required=True)
    acceptance = fields.String(required=True, validate=validate.OneOf([one.value for one in LineAcceptance]))
    resolution = fields.String(required=True, allow_none=True)
    method = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    comment = fields.String(required=True, allow_none=True)
    keep_item = fields.Boolean(required=True)
    exchange_for = fields.Nested(WantedSchema, required=True, allow_none=True)
    photos = fields.List(fields.String(), required=True)
    condition = fields.String(required=True, allow_none=True)
    disposition = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    amounts = fields.Nested(AmountsSchema, required=True)


class ReplacementSchema(Schema):
    line = fields.String(required=True)
    sku = fields.String(required=True, allow_none=True)
    quantity = fields.Integer(required=True)
    status = fields.String(required=True)
    shipment = fields.String(required=True, allow_none=True)
    price_difference = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Shown, never charged; null: not known."}
    )


class LabelSchema(Schema):
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in LabelStatus]))
    carrier = fields.String(required=True, allow_none=True, metadata={"example": "USPS"})
    service = fields.String(required=True, allow_none=True)
    tracking_number = fields.String(required=True, allow_none=True)
    label_url = fields.String(required=True, allow_none=True, metadata={"description": "To print."})
    qr_code_url = fields.String(
        required=True, allow_none=True, metadata={"description": "To show at the counter."}
    )
    shipment = fields.String(
        required=True, allow_none=True, metadata={"description": "The inbound shipment that follows it."}
    )
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "Why there is none, or why it stays bought."}
    )
    bought_at = Moment(required=True, allow_none=True)


class WrittenSchema(Schema):
    text = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)


class KeptOverrideSchema(Schema):
    by = fields.String(required=True)
    reason = fields.String(required=True)
    rule = fields.String(required=True, metadata={"description": "The rule or reason that was set aside."})


class DueSchema(Schema):
    refund = fields.Integer(required=True)
    store_credit = fields.Integer(required=True)


class ReturnAnswerSchema(Schema):
    id = fields.String(required=True, metadata={"example": "ret_9sKd…"})
    order = fields.String(required=True)
    currency = Currency(required=True)
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in ReturnStatus]))
    requested_at = Moment(required=True)
    approved_at = Moment(required=True, allow_none=True)
    in_transit_at = Moment(required=True, allow_none=True)
    received_at = Moment(required=True, allow_none=True)
    completed_at = Moment(required=True, allow_none=True)
    declined_at = Moment(required=True, allow_none=True)
    cancelled_at = Moment(required=True, allow_none=True)
    expired_at = Moment(required=True, allow_none=True)
    ship_by = Moment(required=True, allow_none=True)
    own_shipment = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The inbound shipment by a carrier of the shopper's own, once its number is told."
        },
    )
    replaced_by = fields.String(
        required=True, allow_none=True, metadata={"description": "The return that it was changed into."}
    )
    decline_reason = fields.String(required=True, allow_none=True)
    gift = fields.Boolean(required=True)
    policy_version = fields.Integer(
        required=True, metadata={"description": "0: none of the merchant's own judged it."}
    )
    withdrawal = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The withdrawal from the contract that it came about by."},
    )
    lines = fields.List(fields.Nested(ReturnLineAnswerSchema), required=True)
    refunds = fields.List(fields.Nested(RefundAnswerSchema), required=True)
    due = fields.Nested(
        DueSchema, required=True, metadata={"description": "What `refund` would pay if it were called now."}
    )
    label = fields.Nested(
        LabelSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null: sent as the shopper likes."},
    )
    replacements = fields.List(fields.Nested(ReplacementSchema), required=True)
    override = fields.Nested(KeptOverrideSchema, required=True, allow_none=True)
    notes = fields.List(fields.Nested(WrittenSchema), required=True)
    url = fields.String(required=True, metadata={"format": "uri", "description": "The shopper's page of it."})
    updated_at = Moment(required=True)
