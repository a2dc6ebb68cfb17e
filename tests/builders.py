"""Rows for tests, made as simply as the tables allow."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commerce import ids
from commerce.database import db, transaction
from commerce.models import Merchant, Order, OrderLine

CONFIG: dict[str, Any] = {
    "name": "Acme Outfitters",
    "country": "US",
    "currency": "USD",
    "time_zone": "America/New_York",
    "locales": ["en", "ja", "ko"],
    "brand": {},
    "storefront_origins": [],
    "locations": [],
    "shipping_services": [],
    "promise": {"confidence": 0.9, "show": "range"},
    "tracking": {"stalled_after_days": 4, "page_path": None},
}


def make_merchant(slug: str = "acme", **config: Any) -> Merchant:
    """A merchant, committed; `config` overrides parts of its file."""
    with transaction() as session:
        merchant = Merchant(slug=slug, config=CONFIG | {"slug": slug} | config)
        session.add(merchant)
    return merchant


def make_line(line_id: str = "L1", **fields: Any) -> OrderLine:
    """Two tees, unless told otherwise; it belongs to no order yet."""
    plain: dict[str, Any] = {"title": "Tee", "variant": "M", "quantity": 2, "unit_price": 2500, "position": 0}
    plain |= {"discount": 0, "tax": 0, "collections": [], "tags": [], "final_sale": False, "gift": False}
    return OrderLine(**plain | {"line_id": line_id, "sku": "TEE-M"} | fields)


def make_order(merchant: Merchant, number: str = "1001", **fields: Any) -> Order:
    """An order of two tees placed five days ago, committed."""
    plain: dict[str, Any] = {
        "placed_at": datetime.now(UTC) - timedelta(days=5),
        "currency": "USD",
        "locale": "en",
        "tags": [],
        "discount_codes": [],
        "customer": {"email": "ada@example.com", "name": "Ada L"},
        "email": "ada@example.com",
        "ship_to": {"name": "Ada L", "city": "San Francisco", "postcode": "94103", "country": "US"},
        "shipping": 500,
        "shipping_tax": 0,
        "page_token": ids.token(),
    }
    lines = fields.pop("lines", None) or [make_line()]
    with transaction() as session:
        order = Order(merchant_id=merchant.id, number=number, **plain | fields)
        for position, line in enumerate(lines):
            line.merchant_id, line.position = merchant.id, position
            order.lines.append(line)
        session.add(order)
    db.session.refresh(order)
    return order
