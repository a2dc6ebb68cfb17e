"""Gift codes: who has one may send back what was given, and learns nothing of what it cost."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Owned


class GiftCode(Owned, Base):
    """A code of an order, of which only the hash is kept."""

    __tablename__ = "gift_codes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "order_id"),
        Index("ix_gift_codes_digest", "digest", unique=True),
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=now)
