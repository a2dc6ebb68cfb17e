"""Questions for delivery dates as they come in, and their answers as they go out."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from commerce.fields import Closed, Country, Text
from portal.storefront.asking import Question, parted

MOST_QUESTIONS = 1000
LONGEST_POSTCODE = 20
HEAVIEST = 100_000_000.0  # grams: a hundred tonnes
BASES = ("lane", "region", "carrier", "service_table")
REASONS = ("country_not_served", "no_location", "location_closed")


class Grams(fields.Float):
    """A weight above nought and below a hundred tonnes; no NaN, and `true` is no number."""

    def __init__(self, **kwargs: Any) -> None:
        check = validate.Range(0, HEAVIEST, min_inclusive=False)
        super().__init__(allow_nan=False, validate=check, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **kwargs)


class DeliveryQuestionSchema(Closed):
    country = Country(required=True, metadata={"example": "US", "description": "Where it goes."})
    postcode = Text(
        longest=LONGEST_POSTCODE,
        allow_none=True,
        metadata={"example": "94103", "description": "Left out: anywhere in the country."},
    )
    service = Text(allow_none=True, metadata={"description": "Only that shipping service, by its code."})
    location = Text(allow_none=True, metadata={"description": "Only from that location, by its code."})
    sku = Text(allow_none=True, metadata={"description": "Kept with the quote; it moves no date."})
    at = fields.String(
        allow_none=True,
        validate=validate.Length(max=64),
        metadata={
            "format": "date-time",
            "description": "When it would be ordered, up to 400 days ahead; left out, now.",
        },
    )
    weight_g = Grams(allow_none=True, metadata={"example": 450})
    locale = Text(
        longest=35,
        allow_none=True,
        metadata={
            "example": "ja",
            "description": "Language of `text`; the shop's first, where we don't speak it.",
        },
    )


FIELDS = DeliveryQuestionSchema().fields
LONGEST = {name: field.longest for name, field in FIELDS.items() if type(field) is Text}


@lru_cache(maxsize=65_536)
def right(name: str, value: str | float) -> bool:
    """Whether a value will do, as it is, for the field of that name."""
    if isinstance(value, str) == isinstance(FIELDS[name], Grams):
        return False
    try:
        FIELDS[name].deserialize(value)
    except ValidationError:
        return False
    return True


def is_plain(item: Any) -> bool:
    """Whether a question will do as it is, so that the schema would only copy it."""
    return (
        isinstance(item, dict)
        and "country" in item
        and all(is_plainly_right(name, value) for name, value in item.items())
    )


def is_plainly_right(name: str, value: Any) -> bool:
    kind = type(value)
    if kind is str and len(value) <= LONGEST.get(name, -1) and value.isascii() and value.isprintable():
        return True
    return name in FIELDS and kind in (str, int, float) and right(name, value)


def plainly_parted(items: Any) -> list[Question] | None:
    """The same of questions that will do as they are, None for others."""
    if not isinstance(items, list) or set(map(type, items)) != {dict}:
        return None
    # A flag equals the number that it would be taken for.
    if bool in {type(item["weight_g"]) for item in items if "weight_g" in item}:
        return None
    try:
        parts = parted(items)
        rests = {id(rest): rest for rest, _ in parts}
        are_plain = all(map(is_plain, rests.values())) and are_plain_postcodes(parts)
    except TypeError:
        return None
    return parts if are_plain else None


def are_plain_postcodes(parts: Iterable[Question]) -> bool:
    """Whether all postcodes will do as they are; raises TypeError for one that is no text."""
    told = [postcode for _, postcode in parts if postcode is not None]
    at_once = "".join(told)
    return at_once.isascii() and at_once.isprintable() and max(map(len, told), default=0) <= LONGEST_POSTCODE


class Questions(fields.List[Any]):
    """Many questions in one body. Those that are plainly right skip the schema, which costs more than an answer."""

    def __init__(self) -> None:
        super().__init__(
            fields.Nested(DeliveryQuestionSchema),
            required=True,
            validate=validate.Length(min=1, max=MOST_QUESTIONS),
        )

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if parts := plainly_parted(value):
            return parts
        loaded: list[Any] = super()._deserialize(value, *args, **kwargs)
        return parted(loaded)


class DeliveryBatchSchema(Closed):
    requests = Questions()


class DestinationSchema(Schema):
    country = fields.String(required=True)
    postcode = fields.String(required=True, allow_none=True)


class DaysSchema(Schema):
    """Whole days from the date of ordering, both at the destination, by which each share has arrived."""

    p50 = fields.Integer(required=True)
    p80 = fields.Integer(required=True)
    p90 = fields.Integer(required=True)
    p95 = fields.Integer(required=True)


class DeliveryOptionSchema(Schema):
    service = fields.String(required=True)
    name = fields.String(required=True)
    carrier = fields.String(required=True)
    location = fields.String(required=True)
    order_by = fields.DateTime(
        required=True, metadata={"description": "The cut-off, on the location's clock."}
    )
    ships_on = fields.Date(required=True, metadata={"description": "Local to the location."})
    earliest = fields.Date(required=True)
    likely = fields.Date(required=True)
    latest = fields.Date(required=True)
    promise = fields.Date(required=True, metadata={"description": "The date to tell a shopper."})
    confidence = fields.Float(required=True, metadata={"description": "How often the promise is to be kept."})
    days = fields.Nested(DaysSchema, required=True)
    basis = fields.String(required=True, validate=validate.OneOf(BASES))
    samples = fields.Integer(required=True, metadata={"description": "Delivered parcels that it stands on."})
    text = fields.String(required=True, metadata={"example": "Get it by Mon 30 Nov"})
    model = fields.String(required=True, allow_none=True)


class UnavailableSchema(Schema):
    service = fields.String(required=True)
    location = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, validate=validate.OneOf(REASONS))


class DeliveryDatesSchema(Schema):
    destination = fields.Nested(DestinationSchema, required=True)
    quoted_at = fields.DateTime(required=True)
    quote_id = fields.String(required=True)
    options = fields.List(fields.Nested(DeliveryOptionSchema), required=True)
    unavailable = fields.List(fields.Nested(UnavailableSchema), required=True)


class DeliveryDatesBatchSchema(Schema):
    data = fields.List(fields.Nested(DeliveryDatesSchema), required=True)
