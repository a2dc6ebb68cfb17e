"""What a merchant's file says of the right of withdrawal: how long, at whose cost, and what is excepted."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from commerce.fields import Whole
from commerce.merchant_fields import Written, given

LEAST_DAYS = 14  # Directive 2011/83/EU, Article 9(1)
SELECTORS = ("tags", "skus", "product_types", "collections")


class Exempt(StrEnum):
    """The exceptions of Directive 2011/83/EU, Article 16; its letters stand behind them."""

    SERVICE_PERFORMED = "service_performed"  # a
    MARKET_PRICE = "market_price"  # b
    MADE_TO_ORDER = "made_to_order"  # c
    PERISHABLE = "perishable"  # d
    HYGIENE_SEAL = "hygiene_seal"  # e
    MIXED = "mixed"  # f
    ALCOHOL_FUTURES = "alcohol_futures"  # g
    URGENT_REPAIR = "urgent_repair"  # h
    MEDIA_SEAL = "media_seal"  # i
    PERIODICAL = "periodical"  # j
    AUCTION = "auction"  # k
    DATED_SERVICE = "dated_service"  # l
    DIGITAL_STARTED = "digital_started"  # m


class ReturnCost(StrEnum):
    """Who pays for what comes back (Article 14(1))."""

    SHOP = "shop"
    SHOPPER = "shopper"


def selector() -> fields.List[str]:
    """Values of a line, one of which is enough."""
    return fields.List(Written(), load_default=list, validate=validate.Length(max=1000))


class ExceptionSchema(Schema):
    code = fields.String(required=True, validate=validate.OneOf([one.value for one in Exempt]))
    tags = selector()
    skus = selector()
    product_types = selector()
    collections = selector()

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)

    @validates_schema
    def concerns_something(self, data: dict[str, Any], **_: Any) -> None:
        if not any(data.get(name) for name in SELECTORS):
            raise ValidationError(f"Name what it is about by one of {', '.join(SELECTORS)}.", "code")


class WithdrawalSchema(Schema):
    days = Whole(least=LEAST_DAYS, most=365, load_default=LEAST_DAYS)
    return_cost = fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf([one.value for one in ReturnCost])
    )
    exceptions = fields.List(
        fields.Nested(ExceptionSchema), load_default=list, validate=validate.Length(max=100)
    )

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)


def withdrawal_contradictions(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pointer and message of what the section, as written, says twice or promises without means."""
    section = raw.get("withdrawal")
    if not isinstance(section, dict):
        return
    yield from told_twice(section.get("exceptions"))
    policy = raw.get("return_policy")
    methods = policy.get("methods") if isinstance(policy, dict) else None
    if methods == ["own_carrier"] and section.get("return_cost") == ReturnCost.SHOP:
        yield "/withdrawal/return_cost", "The return policy offers no method that the shop pays for."


def told_twice(exceptions: Any) -> Iterator[tuple[str, str]]:
    """Values that stand under an exception already, so that two sentences would hold for one product."""
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(exceptions if isinstance(exceptions, list) else ()):
        for name in SELECTORS if isinstance(one, dict) else ():
            values = one.get(name)
            for position, value in enumerate(values if isinstance(values, list) else ()):
                if (name, str(value)) in seen:
                    yield f"/withdrawal/exceptions/{index}/{name}/{position}", "Is excepted already."
                seen.add((name, str(value)))
