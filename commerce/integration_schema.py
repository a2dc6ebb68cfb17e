"""What it takes to talk to the systems around a shop: settings, which may be shown, and secrets."""

from marshmallow import Schema, fields, validate

from commerce.fields import NOT_BLANK, Text, WebAddress

E164 = r"^\+[1-9]\d{6,14}\Z"
DOMAIN = r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?\Z"


class Secret(Text):
    """A secret: left out it stays as it is stored, null removes it."""

    def __init__(self) -> None:
        super().__init__(longest=4000, pattern=NOT_BLANK, error="Must not be blank.", allow_none=True)


class Address(WebAddress):
    def __init__(self) -> None:
        super().__init__(allow_none=True, load_default=None)


class EasyPostSchema(Schema):
    api_key = Secret()
    webhook_secret = Secret()
    api_base = Address()


class ShopifySchema(Schema):
    shop_domain = Text(
        allow_none=True, load_default=None, pattern=DOMAIN, error="Not a domain such as acme.myshopify.com."
    )
    webhook_secret = Secret()
    access_token = Secret()
    api_base = Address()


class WooCommerceSchema(Schema):
    store_url = Address()
    webhook_secret = Secret()
    consumer_key = Secret()
    consumer_secret = Secret()


class StripeSchema(Schema):
    api_key = Secret()
    webhook_secret = Secret()
    api_base = Address()


def own_words() -> fields.List[str]:
    return fields.List(Text(longest=40), load_default=list, validate=validate.Length(max=50))


class PhoneSchema(Schema):
    """What shoppers may write besides our own words to stop and to start messages."""

    stop_words = own_words()
    start_words = own_words()


class TwilioSchema(PhoneSchema):
    account_sid = Text(
        allow_none=True, load_default=None, pattern=r"^AC[0-9a-f]{32}\Z", error="Not an account SID."
    )
    auth_token = Secret()
    sender = Text(
        allow_none=True,
        load_default=None,
        data_key="from",
        attribute="from",
        pattern=NOT_BLANK,
        error="Must not be blank.",
        metadata={"description": "A number, a sender's name, or a messaging service's SID."},
    )
    whatsapp_from = Text(
        allow_none=True, load_default=None, pattern=E164, error="Not a number as +14155550123."
    )
    whatsapp_templates = fields.Dict(
        keys=Text(longest=40),
        values=fields.Dict(keys=Text(longest=10), values=Text(longest=40)),
        allow_none=True,
        load_default=None,
        metadata={"description": "Content SIDs by kind of notice and language."},
    )
    api_base = Address()


class WhatsAppSchema(PhoneSchema):
    phone_number_id = Text(
        allow_none=True, load_default=None, pattern=r"^\d{1,32}\Z", error="Not a number's id."
    )
    access_token = Secret()
    app_secret = Secret()
    verify_token = Secret()
    templates = fields.Dict(
        keys=Text(longest=40),
        values=Text(longest=512),
        allow_none=True,
        load_default=None,
        metadata={"description": "Names of approved templates by kind of notice."},
    )
    api_base = Address()


class MailSchema(Schema):
    """Who may hand over bounces and complaints."""

    webhook_secret = Secret()


class IntegrationsSchema(Schema):
    easypost = fields.Nested(EasyPostSchema, allow_none=True)
    shopify = fields.Nested(ShopifySchema, allow_none=True)
    woocommerce = fields.Nested(WooCommerceSchema, allow_none=True)
    stripe = fields.Nested(StripeSchema, allow_none=True)
    twilio = fields.Nested(TwilioSchema, allow_none=True)
    whatsapp = fields.Nested(WhatsAppSchema, allow_none=True)
    mail = fields.Nested(MailSchema, allow_none=True)


SECRETS = frozenset(
    name
    for provider in IntegrationsSchema().fields.values()
    if isinstance(provider, fields.Nested)
    for name, value in provider.schema.fields.items()
    if isinstance(value, Secret)
)
