"""`/v1/stock` and `/v1/store-credits`: what exchanges are taken from, and what credit is left."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from commerce.fields import Amount, Closed, Currency, Moment, Name, Text, Whole
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from returns import credits, stock
from returns.models.money import CreditAccount, Stock

blueprint = V1("stock", "Stock for exchanges, and store credit.")


class StockSchema(Closed):
    available = Whole(required=True, metadata={"example": 12, "description": "On the shelf."})
    location = Text(allow_none=True, load_default=None, metadata={"example": "NJ1"})
    product_id = Text(allow_none=True, load_default=None, metadata={"example": "P1"})
    title = Text(allow_none=True, load_default=None, metadata={"example": "Tee"})
    variant = Text(allow_none=True, load_default=None, metadata={"example": "L"})
    unit_price = Amount(allow_none=True, load_default=None, metadata={"example": 2500})
    currency = Currency(allow_none=True, load_default=None)

    @validates_schema
    def price_has_a_currency(self, data: dict[str, Any], **_: Any) -> None:
        if data["unit_price"] is not None and data["currency"] is None:
            raise ValidationError("Must be given with unit_price.", "currency")


class StockAnswerSchema(Schema):
    sku = fields.String(required=True)
    location = fields.String(required=True, allow_none=True)
    available = fields.Integer(required=True)
    reserved = fields.Integer(required=True, metadata={"description": "Of these, kept for exchanges."})
    product_id = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    variant = fields.String(required=True, allow_none=True)
    unit_price = fields.Integer(required=True, allow_none=True)
    currency = fields.String(required=True, allow_none=True)
    updated_at = Moment(required=True)


class DebitSchema(Closed):
    amount = Amount(required=True, metadata={"example": 500, "description": "Minor units, 1 or more."})
    currency = Currency(required=True)
    reference = Name(
        allow_none=True,
        load_default=None,
        metadata={"example": "order 1002", "description": "The same one again spends nothing."},
    )

    @validates_schema
    def spends_something(self, data: dict[str, Any], **_: Any) -> None:
        if data["amount"] < 1:
            raise ValidationError("Must be 1 or more.", "amount")


class EntrySchema(Schema):
    amount = fields.Integer(required=True, metadata={"description": "Negative: spent."})
    reference = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)


class CreditSchema(Schema):
    code = fields.String(required=True)
    balance = fields.Integer(required=True)
    currency = fields.String(required=True)
    created_at = Moment(required=True)
    entries = fields.List(fields.Nested(EntrySchema), required=True)


@blueprint.put("/stock/<anything:sku>")
@blueprint.arguments(StockSchema, example={"available": 12, "unit_price": 2500, "currency": "USD"})
@blueprint.response(200, StockAnswerSchema, description="Replaced")
@blueprint.alt_response(201, schema=StockAnswerSchema, description="Created", success=True)
def put_stock(body: dict[str, Any], sku: str) -> tuple[dict[str, Any], int]:
    """Say how many units of a SKU there are

    Exchanges are taken from what is counted here; a SKU that is not counted is never out of stock.
    """
    row, created = stock.put(merchant_id(), sku, body)
    return stock_json(row), 201 if created else 200


@blueprint.get("/stock/<anything:sku>")
@blueprint.response(
    200, Schema.from_dict({"data": fields.List(fields.Nested(StockAnswerSchema))}, name="StockList")
)
def get_stock(sku: str) -> dict[str, Any]:
    """Read what is counted of a SKU, one entry for each location"""
    return {"data": [stock_json(row) for row in stock.of_sku(merchant_id(), sku)]}


@blueprint.get("/store-credits/<code>")
@blueprint.response(200, CreditSchema)
def get_store_credit(code: str) -> dict[str, Any]:
    """Read what is left on a code, and what moved on it"""
    return credit_json(credits.get(merchant_id(), code))


@blueprint.post("/store-credits/<code>/debit")
@blueprint.arguments(DebitSchema, example={"amount": 500, "currency": "USD", "reference": "order 1002"})
@blueprint.response(200, CreditSchema)
def debit_store_credit(body: dict[str, Any], code: str) -> dict[str, Any]:
    """Spend store credit

    More than is left is 409 `insufficient_credit`.
    """
    spent = credits.debit(merchant_id(), code, body["amount"], body["currency"], body["reference"])
    return credit_json(spent)


def stock_json(row: Stock) -> dict[str, Any]:
    return {name: getattr(row, name) for name in StockAnswerSchema().fields} | {
        "location": row.location or None
    }


def credit_json(account: CreditAccount) -> dict[str, Any]:
    names = ("amount", "reference", "created_at")
    moved = [{name: getattr(entry, name) for name in names} for entry in credits.entries(account)]
    return {
        "code": account.code,
        "balance": account.balance,
        "currency": account.currency,
        "created_at": account.created_at,
        "entries": moved,
    }
