"""What returns and claims pay: refunds, store credit, replacements and the stock they come from.

Amounts are minor units of the currency beside them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Numbered, Owned


class Refund(Numbered, Base):
    """Money on its way back: written before the gateway is called, settled after."""

    __tablename__ = "refunds"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["merchant_id", "return_id"], ["returns.merchant_id", "returns.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["merchant_id", "claim_id"], ["claims.merchant_id", "claims.id"], ondelete="CASCADE"
        ),
        CheckConstraint("amount > 0 AND principal >= 0", "pays"),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "return_id"),
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "external_id"),
        Index(
            "ix_refunds_of_claim",
            "merchant_id",
            "claim_id",
            postgresql_where=text("claim_id IS NOT NULL"),
        ),
        Index(
            "ix_refunds_failed_claims",
            "merchant_id",
            "id",
            postgresql_where=text("status = 'failed' AND claim_id IS NOT NULL"),
        ),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    return_id: Mapped[int | None] = mapped_column(BigInteger)
    claim_id: Mapped[int | None] = mapped_column(BigInteger)
    withdrawal: Mapped[str | None]  # whose units were never sent
    code: Mapped[str]  # also the gateway's idempotency key
    kind: Mapped[str]  # refund | store_credit
    amount: Mapped[int] = mapped_column(BigInteger)
    principal: Mapped[int] = mapped_column(BigInteger)  # the amount without a bonus
    currency: Mapped[str]
    status: Mapped[str]
    gateway: Mapped[str]
    payment_reference: Mapped[str | None]  # the order's when this was written; a later one is another payment
    external_id: Mapped[str | None]
    credit_code: Mapped[str | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]  # the gateway may know of it from then on
    settled_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]  # when staff ticked it off as paid by hand


class CreditAccount(Owned, Base):
    """Store credit under a code; its balance is the sum of its entries."""

    __tablename__ = "credit_accounts"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        CheckConstraint("balance >= 0", "not_overdrawn"),
        Index(None, "merchant_id", "email"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str]
    balance: Mapped[int] = mapped_column(BigInteger, default=0)
    email: Mapped[str | None]  # whose it is, as orders are looked up by
    created_at: Mapped[datetime] = mapped_column(default=now)


class CreditEntry(Numbered, Base):
    """One half of a movement of store credit; the two halves add up to nothing."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "account", "id"),
        Index(
            "ix_credit_entries_reference",
            "merchant_id",
            "account",
            "reference",
            unique=True,
            postgresql_where=text("reference IS NOT NULL"),
        ),
    )

    movement: Mapped[str]
    account: Mapped[str]  # a code, or one of the merchant's own: `issued`, `redeemed`
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reference: Mapped[str | None]  # the same reference moves an account once
    created_at: Mapped[datetime] = mapped_column(default=now)


class Stock(Owned, Base):
    """Units of a SKU at a location; `location` is empty where the merchant counts all as one."""

    __tablename__ = "stock"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        CheckConstraint("available >= 0 AND reserved >= 0", "counts"),
        Index(None, "merchant_id", "product_id"),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(primary_key=True, default="")
    available: Mapped[int] = mapped_column(default=0)  # on the shelf, reserved ones included
    reserved: Mapped[int] = mapped_column(default=0)
    product_id: Mapped[str | None]
    title: Mapped[str | None]
    variant: Mapped[str | None]
    unit_price: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Replacement(Owned, Base):
    """What is sent in exchange for a return's line. `price_difference` is shown, never charged."""

    __tablename__ = "replacements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "return_id"], ["returns.merchant_id", "returns.id"], ondelete="CASCADE"
        ),
    )

    return_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str | None]
    quantity: Mapped[int]
    location: Mapped[str | None]  # where it is reserved; None where the stock is not counted
    price_difference: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str]  # reserved | shipped | released
    shipment: Mapped[str | None]
