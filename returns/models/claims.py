"""Claims: something went wrong with a parcel."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.clock import now
from commerce.database import Base, Numbered
from commerce.models import Order
from returns.models.money import Refund


class Claim(Numbered, Base):
    __tablename__ = "claims"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "status", "id"),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str]  # the claim's `id` in the API
    shipment: Mapped[str | None]  # the id of the parcel it is about
    kind: Mapped[str]
    status: Mapped[str]
    lines: Mapped[list[Any]]  # {id, quantity} each
    description: Mapped[str | None]
    photos: Mapped[list[Any]]
    resolution: Mapped[str | None]
    denial_reason: Mapped[str | None]
    open_at: Mapped[datetime] = mapped_column(default=now)
    in_review_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    denied_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(viewonly=True)
    refunds: Mapped[list[Refund]] = relationship(passive_deletes=True, order_by=Refund.id, overlaps="refunds")
