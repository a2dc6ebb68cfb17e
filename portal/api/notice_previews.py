"""`/v1/notices/preview` and `/v1/notices/test`: what a notice would say, before anybody gets it."""

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields, validate

from commerce.fields import Closed, Code, Email, Name
from commerce.merchant_fields import LOCALES
from notifications import channels, trying
from notifications.composing import MAIL
from notifications.kinds import KINDS
from notifications.overrides import MOST_SOURCE
from portal.api import examples
from portal.api.blueprint import V1
from portal.api.returns import merchant

blueprint = V1("notice previews", "What a notice would say, before anybody gets it.")


def source(part: str) -> fields.String:
    return fields.String(validate=validate.Length(1, MOST_SOURCE[part]))


class TemplatesSchema(Closed):
    """A merchant's own templates, in the part of Jinja that `docs/notices.md` describes."""

    subject = source("subject")
    text = source("text")
    html = source("html")


class TrySchema(Closed):
    kind = Code(KINDS, "a kind of notice", required=True)
    order = Name(required=True, metadata={"example": "1001"})
    locale = Code(LOCALES, "a language", load_default=None, allow_none=True)
    templates = fields.Nested(
        TemplatesSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "In the place of those in the merchant's file."},
    )


class PreviewSchema(TrySchema):
    channel = Code(channels.names(), "a channel", load_default=MAIL)


class TestSchema(TrySchema):
    to = Email(required=True, metadata={"description": "The address of one of the merchant's people."})


class WordingSchema(Schema):
    subject = fields.String(required=True, allow_none=True, metadata={"description": "null but for mail."})
    text = fields.String(required=True)
    html = fields.String(required=True, allow_none=True)
    parameters = fields.List(
        fields.String(), required=True, metadata={"description": "What fills a WhatsApp template, in order."}
    )
    broken = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Own templates that failed, `kind.channel.locale.part`; ours stood in."},
    )


class SentSchema(Schema):
    to = fields.String(required=True)


@blueprint.post("/notices/preview")
@blueprint.arguments(PreviewSchema, example=examples.PREVIEW)
@blueprint.response(200, WordingSchema)
def preview_notice(body: dict[str, Any]) -> dict[str, Any]:
    """Show what a notice would say of an order now

    The order's newest parcel, return or claim is spoken of. Nothing is sent, and nothing is kept.
    """
    wording = trying.preview(
        merchant(), body["kind"], body["channel"], body["order"], body["locale"], body["templates"]
    )
    return asdict(wording)


@blueprint.post("/notices/test")
@blueprint.arguments(TestSchema, example=examples.PREVIEW | {"to": "owner@acme.test"})
@blueprint.response(202, SentSchema, description="It is on its way")
def send_test_notice(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Mail what a notice would say to one of the merchant's people

    Any other address is refused. Mail is what can be tried; 409 where the installation sends none.
    """
    to = body.pop("to")
    asked = {"channel": MAIL, "number": body.pop("order"), **body}
    trying.preview(merchant(), **asked)
    trying.send_test(merchant(), to, asked)
    return {"to": to}, 202
