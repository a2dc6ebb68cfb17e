"""Units on the shelf, as the merchant counts them, and those kept for exchanges."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant
from returns.models.money import Stock
from returns.refusals import OutOfStock


def put(merchant_id: int, sku: str, fields: Mapping[str, Any]) -> tuple[Stock, bool]:
    """Say how many units of a SKU there are at a location; returns the row and whether it is new."""
    location = fields.get("location") or ""
    with transaction() as session:
        session.scalars(select(Merchant.id).where(Merchant.id == merchant_id).with_for_update(key_share=True))
        row = session.get(Stock, (merchant_id, sku, location), with_for_update=True)
        created = row is None
        if row is None:
            row = Stock(merchant_id=merchant_id, sku=sku, location=location, reserved=0)
            session.add(row)
        for name in ("available", "product_id", "title", "variant", "unit_price", "currency"):
            setattr(row, name, fields.get(name))
        row.updated_at = now()
        session.flush()
    return row, created


def of_sku(merchant_id: int, sku: str, *, lock: bool = False) -> Sequence[Stock]:
    """The rows of a SKU, one per location; none where the merchant does not count it."""
    statement = (
        select(Stock).where(Stock.merchant_id == merchant_id, Stock.sku == sku).order_by(Stock.location)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).all()


def of_product(merchant_id: int, product_id: str) -> Sequence[Stock]:
    """What a product can be exchanged for: the rows of its variants."""
    return db.session.scalars(
        select(Stock)
        .where(Stock.merchant_id == merchant_id, Stock.product_id == product_id)
        .order_by(Stock.sku, Stock.location)
    ).all()


def reserve(merchant_id: int, sku: str, units: int) -> Stock | None:
    """Keep units of one location; None where the SKU is not counted. Raises `OutOfStock`."""
    rows = of_sku(merchant_id, sku, lock=True)
    if not rows:
        return None
    best = max(rows, key=lambda row: row.available - row.reserved)
    if best.available - best.reserved < units:
        raise OutOfStock(f"{sku}: {max(0, best.available - best.reserved)} are left", sku=sku)
    best.reserved += units
    return best


def give_back(merchant_id: int, sku: str, location: str, units: int, *, gone: bool) -> None:
    """End a reservation; `gone`: the units have left the shelf."""
    for row in of_sku(merchant_id, sku, lock=True):
        if row.location == location:
            row.reserved = max(0, row.reserved - units)
            row.available = max(0, row.available - units) if gone else row.available
