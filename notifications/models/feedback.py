"""What shoppers thought of a delivery."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Numbered


class Feedback(Numbered, Base):
    """The answer about one delivered parcel."""

    __tablename__ = "feedback"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "shipment_id"], ["shipments.merchant_id", "shipments.id"], ondelete="CASCADE"
        ),
        CheckConstraint("score BETWEEN 0 AND 10", "in_range"),
        Index(None, "merchant_id", "shipment_id", unique=True),
    )

    code: Mapped[str]  # its `id` in the API
    shipment_id: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[int]
    comment: Mapped[str | None]
    locale: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
