"""The labels that shoppers send their returns with."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Owned


class ReturnLabel(Owned, Base):
    """The one label of a return, written before the carrier is asked for it."""

    __tablename__ = "return_labels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "return_id"], ["returns.merchant_id", "returns.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "shipment_code", unique=True),
        Index(
            "ix_return_labels_tracking_number",
            "merchant_id",
            "tracking_number",
            postgresql_where=text("tracking_number IS NOT NULL"),
        ),
    )

    return_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    shipment_code: Mapped[str]  # of the inbound shipment; the provider knows the label under it too
    external_id: Mapped[str | None]  # the provider's, known before it is bought
    status: Mapped[str]
    carrier: Mapped[str | None]
    service: Mapped[str | None]
    tracking_number: Mapped[str | None]
    label_url: Mapped[str | None]
    qr_code_url: Mapped[str | None]
    error: Mapped[str | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)  # whose job buys it
    created_at: Mapped[datetime] = mapped_column(default=now)
    bought_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
