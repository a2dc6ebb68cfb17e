"""The schema of a merchant's file: every key there is, its limits and its default."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from commerce.brand_schema import BrandSchema
from commerce.fields import NOT_BLANK, Country, Currency, Flag, Text, Whole
from commerce.integration_schema import IntegrationsSchema
from commerce.merchant_fields import (
    LOCALES,
    ORIGIN,
    Day,
    HolidayCalendar,
    Identifier,
    PagePath,
    Slug,
    TimeOfDay,
    Weekdays,
    Written,
    Zone,
    given,
)
from commerce.retention_schema import RetentionSchema
from commerce.withdrawal_schema import WithdrawalSchema

KEPT = ("integrations", "notifications", "return_policy")  # left out of a file, they stay as they are
OFFICE_DAYS = ["mon", "tue", "wed", "thu", "fri"]


def optional(schema: type[Schema]) -> fields.Nested:
    """A nested mapping that, left out, has all its defaults."""
    return fields.Nested(schema, load_default=lambda: schema().load({}))


def name() -> Written:
    """A name, which must not be blank."""
    return Written(required=True, pattern=NOT_BLANK, error="Must not be blank.")


class StreetSchema(Schema):
    """Where in its town a location is; its country and postcode stand beside it."""

    name = Written(allow_none=True)
    line1 = Written(required=True, pattern=NOT_BLANK, error="Must not be blank.")
    line2 = Written(allow_none=True)
    city = Written(required=True, pattern=NOT_BLANK, error="Must not be blank.")
    region = Written(allow_none=True)
    phone = Written(allow_none=True)

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)


class LocationSchema(Schema):
    code = Identifier()
    kind = fields.String(
        load_default="warehouse", validate=validate.OneOf(("warehouse", "store", "drop_off"))
    )
    country = Country(required=True)
    postcode = Written(allow_none=True, load_default=None)
    address = fields.Nested(StreetSchema)
    time_zone = Zone(allow_none=True, load_default=None)
    working_days = Weekdays(OFFICE_DAYS)
    cutoff = TimeOfDay(load_default="12:00")
    handling_days = Whole(most=60, load_default=1)
    holidays = HolidayCalendar(allow_none=True, load_default=None)
    closed_on = fields.List(Day(), load_default=list, validate=validate.Length(max=1000))
    takes_returns = Flag(allow_none=True)
    hours = Written(allow_none=True)


class TransitSchema(Schema):
    min = Whole(most=120, required=True)
    max = Whole(most=120, required=True)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["min"] > data["max"]:
            raise ValidationError("Must not be less than min.", "max")


class ShippingServiceSchema(Schema):
    code = Identifier()
    carrier = name()
    service = Written(allow_none=True, load_default=None)
    name = name()
    origins = fields.List(
        Written(), required=True, data_key="from", attribute="from", validate=validate.Length(min=1)
    )
    to = fields.List(Country(), required=True, validate=validate.Length(min=1))
    transit_days = fields.Nested(TransitSchema, required=True)
    carrier_days = Weekdays(OFFICE_DAYS)


class PromiseSchema(Schema):
    confidence = fields.Float(
        load_default=0.9, validate=validate.Range(0, 1, min_inclusive=False, max_inclusive=False)
    )
    show = fields.String(load_default="range", validate=validate.OneOf(("range", "single")))
    auto_promote = Flag(load_default=True)
    share_lanes = Flag(load_default=False)


class TrackingSchema(Schema):
    stalled_after_days = Whole(least=1, most=60, load_default=4)
    page_path = PagePath()


class MerchantSchema(Schema):
    """The whole file; what it loads is JSON-ready, integrations as given."""

    slug = Slug()
    name = name()
    country = Country(required=True)
    currency = Currency(required=True)
    time_zone = Zone(required=True)
    locales = fields.List(
        fields.String(validate=validate.OneOf(LOCALES)),
        load_default=lambda: ["en"],
        validate=validate.Length(min=1),
    )
    brand = optional(BrandSchema)
    storefront_origins = fields.List(
        Text(pattern=ORIGIN, error="Not an origin such as https://shop.example."), load_default=list
    )
    locations = fields.List(fields.Nested(LocationSchema), load_default=list)
    shipping_services = fields.List(fields.Nested(ShippingServiceSchema), load_default=list)
    promise = optional(PromiseSchema)
    tracking = optional(TrackingSchema)
    withdrawal = optional(WithdrawalSchema)
    retention = optional(RetentionSchema)
    integrations = fields.Nested(IntegrationsSchema)
    notifications = fields.Dict(keys=fields.String())
    return_policy = fields.Dict(keys=fields.String())

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)

    @post_load
    def fill_in(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        for location in data["locations"]:
            location["time_zone"] = location["time_zone"] or data["time_zone"]
        data["tracking"]["page_path"] = data["tracking"]["page_path"] or f"/{data['slug']}"
        return data
