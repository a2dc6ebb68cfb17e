"""Orders as the API and the adapters of shops hand them in."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from commerce.fields import (
    LONG,
    Amount,
    Closed,
    Country,
    Currency,
    Email,
    Flag,
    Moment,
    Name,
    Text,
    Texts,
    WebAddress,
    Whole,
)

MOST_LINES = 1000


class CustomerSchema(Closed):
    external_id = Text(allow_none=True, load_default=None, metadata={"example": "c1"})
    email = Email(load_default=None, metadata={"example": "ada@example.com"})
    phone = Text(allow_none=True, load_default=None)
    name = Text(allow_none=True, load_default=None, metadata={"example": "Ada L"})
    tags = Texts(metadata={"example": ["vip"]})


class AddressSchema(Closed):
    name = Text(allow_none=True, load_default=None, metadata={"example": "Ada L"})
    line1 = Text(allow_none=True, load_default=None, metadata={"example": "1 Main St"})
    line2 = Text(allow_none=True, load_default=None)
    city = Text(allow_none=True, load_default=None, metadata={"example": "San Francisco"})
    region = Text(allow_none=True, load_default=None, metadata={"example": "CA"})
    postcode = Text(allow_none=True, load_default=None, metadata={"example": "94103"})
    country = Country(allow_none=True, load_default=None, metadata={"example": "US"})


class OrderLineSchema(Closed):
    line_id = Name(data_key="id", required=True, metadata={"example": "L1"})
    sku = Text(allow_none=True, load_default=None, metadata={"example": "TEE-M"})
    product_id = Text(allow_none=True, load_default=None, metadata={"example": "P1"})
    title = Text(
        longest=LONG,
        allow_none=True,
        load_default=None,
        metadata={"example": "Tee", "description": "Left out, it is the `sku`, or else the `id`."},
    )
    variant = Text(allow_none=True, load_default=None, metadata={"example": "M"})
    quantity = Whole(least=1, required=True, metadata={"example": 2})
    unit_price = Amount(required=True, metadata={"example": 2500})
    discount = Amount(load_default=0, metadata={"example": 500, "description": "For the whole line."})
    tax = Amount(load_default=0, metadata={"example": 360, "description": "For the whole line."})
    weight_g = Whole(
        most=10**9,
        allow_none=True,
        load_default=None,
        metadata={"example": 180, "description": "Grams, of one unit."},
    )
    hs_code = Text(
        pattern=r"^[0-9]{4}[0-9. ]{0,12}$",
        error="Not a code of the Harmonized System: digits and dots.",
        allow_none=True,
        load_default=None,
        metadata={"example": "6109.10", "description": "What customs know such a thing by."},
    )
    origin_country = Country(
        allow_none=True,
        load_default=None,
        metadata={"example": "PT", "description": "Where it was made. Labels across borders need it."},
    )
    product_type = Text(allow_none=True, load_default=None, metadata={"example": "tops"})
    vendor = Text(allow_none=True, load_default=None, metadata={"example": "Acme"})
    collections = Texts(metadata={"example": ["summer"]})
    tags = Texts(metadata={"example": ["final-sale"]})
    image_url = WebAddress(allow_none=True, load_default=None)
    final_sale = Flag(load_default=False)
    gift = Flag(load_default=False)
    cancelled_quantity = Whole(
        load_only=True, metadata={"description": "Told in answers, and ignored in what is put."}
    )

    @validates_schema
    def discount_within_price(self, data: dict[str, Any], **_: Any) -> None:
        if data["discount"] > data["quantity"] * data["unit_price"]:
            raise ValidationError("Must not be more than the line's price.", "discount")

    @post_load
    def name_it(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        data["title"] = data["title"] or data["sku"] or data["line_id"]
        data.pop("cancelled_quantity", None)
        return data


class OrderSchema(Closed):
    """All that a merchant knows of an order."""

    placed_at = Moment(required=True, metadata={"example": "2026-11-02T09:30:00-05:00"})
    currency = Currency(required=True, metadata={"example": "USD"})
    locale = Text(
        longest=35,
        allow_none=True,
        load_default=None,
        metadata={"example": "en", "description": "A BCP 47 tag; the shopper's language."},
    )
    tags = Texts()
    discount_codes = Texts()
    channel = Text(allow_none=True, load_default=None, metadata={"example": "web"})
    payment_method = Text(allow_none=True, load_default=None, metadata={"example": "card"})
    payment_reference = Text(allow_none=True, load_default=None, metadata={"example": "pi_123"})
    customer = fields.Nested(CustomerSchema, allow_none=True, load_default=None)
    ship_to = fields.Nested(AddressSchema, allow_none=True, load_default=None)
    lines = fields.List(
        fields.Nested(OrderLineSchema), required=True, validate=validate.Length(min=1, max=MOST_LINES)
    )
    shipping = Amount(load_default=0, metadata={"example": 500})
    shipping_tax = Amount(load_default=0, metadata={"example": 0})
    cancelled_at = Moment(allow_none=True, load_default=None)

    @validates_schema
    def each_line_once(self, data: dict[str, Any], **_: Any) -> None:
        seen: set[str] = set()
        errors = {}
        for index, line in enumerate(data["lines"]):
            if line["line_id"] in seen:
                errors[index] = {"id": ["Another line has this id."]}
            seen.add(line["line_id"])
        if errors:
            raise ValidationError({"lines": errors})

    @post_load
    def nobody_nowhere(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        data["customer"] = data["customer"] or CustomerSchema().load({})
        data["ship_to"] = data["ship_to"] or AddressSchema().load({})
        return data
