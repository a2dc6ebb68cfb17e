"""What it takes to talk to the systems around a shop: settings, which may be shown, and secrets."""

from marshmallow import Schema, fields

from commerce.fields import NOT_BLANK, Text, WebAddress

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


class IntegrationsSchema(Schema):
    easypost = fields.Nested(EasyPostSchema, allow_none=True)
    shopify = fields.Nested(ShopifySchema, allow_none=True)
    woocommerce = fields.Nested(WooCommerceSchema, allow_none=True)
    stripe = fields.Nested(StripeSchema, allow_none=True)


SECRETS = frozenset(
    name
    for provider in IntegrationsSchema().fields.values()
    if isinstance(provider, fields.Nested)
    for name, value in provider.schema.fields.items()
    if isinstance(value, Secret)
)
