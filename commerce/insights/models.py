"""Which orders wait to be counted, what each order added, and the sums by week."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, Numbered, Owned


class InsightChange(Numbered, Base):
    """Something about an order changed; written by the database itself.

    Rows are only added and taken, never shared, so that no writer waits for another.
    """

    __tablename__ = "insight_changes"

    order_id: Mapped[int] = mapped_column(BigInteger)


class InsightShare(Owned, Base):
    """What an order adds to the figures, as it was counted last."""

    __tablename__ = "insight_shares"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
    )

    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    figures: Mapped[list[Any]] = mapped_column(JSONB)


class InsightWeek(Owned, Base):
    """A sum over a week, by one value of one dimension; the empty dimension has the sum of all."""

    __tablename__ = "insight_weeks"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    measure: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)  # its Monday
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
