"""How a shop's pages look and what they say beside our own words: the file's `brand`."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from commerce.fields import NOT_BLANK, Email, Text, WebAddress, Whole
from commerce.merchant_fields import COLOUR, LOCALES, given

FONTS = ("system", "serif", "rounded", "mono")
MOMENTS = (
    "not_shipped",
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    "available_for_pickup",
    "delivered",
    "late",
    "return_to_sender",
    "failure",
    "cancelled",
)
"""Where an order may stand: a parcel's status, or one of two that are no carrier's to tell."""

MOST_QUESTIONS = 12
SENTENCE, QUESTION, ANSWER, TITLE = 300, 150, 600, 80  # characters


def colour() -> Text:
    """A colour as CSS hex, or none."""
    return Text(allow_none=True, load_default=None, pattern=COLOUR, error='Not a colour such as "#1f6f5c".')


class Spoken(fields.Dict):
    """A text by language: `{en: …, ja: …}`."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        language = fields.String(validate=validate.OneOf(LOCALES, error="Not one of en, ja, ko."))
        words = Text(longest=longest, pattern=NOT_BLANK, error="Must not be blank.")
        super().__init__(keys=language, values=words, **kwargs)


def moment() -> fields.String:
    return fields.String(validate=validate.OneOf(MOMENTS, error=f"Not one of {', '.join(MOMENTS)}."))


class QuestionSchema(Schema):
    """What shoppers ask, and the answer; shown at every moment where none is listed."""

    question = Spoken(QUESTION, required=True, validate=validate.Length(min=1))
    answer = Spoken(ANSWER, required=True, validate=validate.Length(min=1))
    shown_for = fields.List(moment(), load_default=list)

    @validates_schema
    def in_the_same_languages(self, data: dict[str, Any], **_: Any) -> None:
        if data["question"].keys() != data["answer"].keys():
            raise ValidationError("Question and answer are not in the same languages.", "answer")


class SlotSchema(Schema):
    """A few words of the shop's own at the end of its tracking pages, with a link."""

    title = Spoken(TITLE, required=True, validate=validate.Length(min=1))
    text = Spoken(SENTENCE, load_default=dict)
    link_url = WebAddress(allow_none=True, load_default=None)
    link_text = Spoken(TITLE, load_default=dict)

    @validates_schema
    def linked_in_words(self, data: dict[str, Any], **_: Any) -> None:
        if bool(data["link_url"]) != bool(data["link_text"]):
            raise ValidationError("A link needs an address and words.", "link_url")


class BrandSchema(Schema):
    logo_url = WebAddress(allow_none=True, load_default=None)
    accent = colour()
    background = colour()
    text = colour()
    radius = Whole(most=100, load_default=8)
    font = fields.String(load_default="system", validate=validate.OneOf(FONTS))
    support_email = Email(load_default=None)
    support_url = WebAddress(allow_none=True, load_default=None)
    policy_url = WebAddress(allow_none=True, load_default=None)
    sentences = fields.Dict(keys=moment(), values=Spoken(SENTENCE))
    faq = fields.List(fields.Nested(QuestionSchema), validate=validate.Length(max=MOST_QUESTIONS))
    slot = fields.Nested(SlotSchema)

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)
