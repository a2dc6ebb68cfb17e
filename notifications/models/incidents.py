"""What the watch found wrong with parcels and orders, and how long parcels are usually silent."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, Numbered, Owned


class IncidentRow(Numbered, Base):
    """One delay of one parcel, or of an order that has none yet, from its opening until it clears."""

    __tablename__ = "incidents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["merchant_id", "shipment_id"], ["shipments.merchant_id", "shipments.id"], ondelete="CASCADE"
        ),
        Index(
            "ix_incidents_key",
            "merchant_id",
            "order_id",
            "shipment_id",
            "key",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_incidents_open",
            "merchant_id",
            "order_id",
            "shipment_id",
            "kind",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("cleared_at IS NULL"),
        ),
        Index(None, "merchant_id", "shipment_id"),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    shipment_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    key: Mapped[str]
    opened_at: Mapped[datetime]
    days: Mapped[int]
    worst: Mapped[int]
    expected_on: Mapped[date | None]
    said_on: Mapped[date | None]  # the day of arrival that the last event told
    announced: Mapped[bool]
    cleared_at: Mapped[datetime | None]
    why: Mapped[str | None]  # arrived | recovered | superseded | ended


class ScanGap(Owned, Base):
    """How long a carrier's parcels are silent after a scan of a stage and weekday (UTC, Monday as 0) at most.

    `lane` is empty for all lanes of the carrier taken together.
    """

    __tablename__ = "scan_gaps"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    carrier: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    hours: Mapped[float]
    samples: Mapped[int]
    made_at: Mapped[datetime]
