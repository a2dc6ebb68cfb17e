"""The `notifications:` block of a merchant's file: every key there is, its limits and its default."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from commerce import merchant_file
from commerce.fields import Email, Flag, WebAddress, Whole
from commerce.merchant_fields import TimeOfDay
from commerce.merchant_schema import optional
from commerce.pointers import pointed
from notifications import channels, overrides
from notifications.kinds import KINDS

MOST_DAYS = 60


class ChannelName(fields.String):
    """The name of an installed channel."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, *args, **kwargs)
        if name not in channels.names():
            raise ValidationError(f"Not one of {', '.join(channels.names())}.")
        return name


def kind_name() -> fields.String:
    return fields.String(validate=validate.OneOf(KINDS, error="Not a kind of notice."))


class KindSchema(Schema):
    channels = fields.List(ChannelName(), required=True)

    @validates_schema
    def each_once(self, data: dict[str, Any], **_: Any) -> None:
        if len(set(data["channels"])) < len(data["channels"]):
            raise ValidationError("Names a channel twice.", "channels")


class DelaySchema(Schema):
    """Days are working days; `threshold` is a chance between 0 and 1."""

    threshold = fields.Float(
        load_default=0.7, validate=validate.Range(0, 1, min_inclusive=False, max_inclusive=False)
    )
    slip_days = Whole(most=MOST_DAYS, load_default=1)
    tell_recovery = Flag(load_default=True)
    not_shipped_after_days = Whole(least=1, most=MOST_DAYS, load_default=2)
    not_moving_after_days = Whole(least=1, most=MOST_DAYS, load_default=2)


class QuietHoursSchema(Schema):
    """From a local time of day to another, over midnight where that is the earlier one."""

    starts = TimeOfDay(required=True, data_key="from")
    ends = TimeOfDay(required=True, data_key="to")

    @validates_schema
    def have_a_length(self, data: dict[str, Any], **_: Any) -> None:
        if data["starts"] == data["ends"]:
            raise ValidationError("Is the same as from; quiet_hours: null switches them off.", "to")


class FeedbackSchema(Schema):
    after_days = Whole(most=MOST_DAYS, load_default=1)


class ReviewSchema(Schema):
    after_days = Whole(most=MOST_DAYS, load_default=7)
    url = WebAddress(allow_none=True, load_default=None)


class NotificationsSchema(Schema):
    sender = Email(load_default=None, data_key="from")
    reply_to = Email(load_default=None)
    kinds = fields.Dict(keys=kind_name(), values=fields.Nested(KindSchema), load_default=dict)
    delay = optional(DelaySchema)
    quiet_hours = fields.Nested(
        QuietHoursSchema, allow_none=True, load_default=lambda: {"starts": "21:00", "ends": "08:00"}
    )
    daily_cap = Whole(least=1, most=100, allow_none=True, load_default=4)
    digest_minutes = Whole(most=24 * 60, load_default=30)
    feedback_request = optional(FeedbackSchema)
    review_request = optional(ReviewSchema)
    templates = fields.Dict(load_default=dict)


def faults(block: dict[str, Any], currency: str | None = None) -> Iterator[dict[str, str]]:
    """Pointer, code and message of everything wrong with a block as written."""
    try:
        NotificationsSchema().load(block)
    except ValidationError as exc:
        yield from pointed(named_as_written(exc.messages))
    for pointer, message in overrides.faults(block.get("templates") or {}):
        yield {"pointer": f"/templates{pointer}", "code": "invalid", "message": message}


def named_as_written(messages: Any) -> Any:
    """Faults of a mapping's keys and values under the key itself, where marshmallow tells them apart."""
    if not isinstance(messages, dict):
        return messages
    plain = {}
    for key, inner in messages.items():
        if isinstance(inner, dict) and inner and inner.keys() <= {"key", "value"}:
            inner = inner.get("key") or inner["value"]
        plain[key] = named_as_written(inner)
    return plain


merchant_file.section("notifications", faults)
