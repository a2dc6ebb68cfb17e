"""Delivery history, fitted models with their files, quotes given to shoppers, and the days' scorecards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ForeignKey, ForeignKeyConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Owned


class HistoryParcel(Owned, Base):
    """One parcel of the delivery history; without `delivered_at` it is still under way."""

    __tablename__ = "history_parcels"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "ordered_at"),
    )

    source: Mapped[str] = mapped_column(primary_key=True)  # import | shop
    shipment_id: Mapped[str] = mapped_column(primary_key=True)
    ordered_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    promised_on: Mapped[date | None]
    carrier: Mapped[str | None]
    service: Mapped[str | None]
    origin_id: Mapped[str | None]
    origin_country: Mapped[str]
    origin_postcode: Mapped[str | None]
    dest_country: Mapped[str]
    dest_postcode: Mapped[str | None]
    category: Mapped[str | None]
    weight_g: Mapped[float | None]
    volume_cm3: Mapped[float | None]
    price: Mapped[float | None]
    items: Mapped[float | None]
    freight: Mapped[float | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, server_default=text("now()"))


class EtaModel(Base):
    """A fitted model. No merchant: fit on the lanes of all who share them."""

    __tablename__ = "eta_models"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "made_at"),
        Index(
            "ix_eta_models_serving",
            "merchant_id",
            unique=True,
            postgresql_where=text("status = 'serving'"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    merchant_id: Mapped[int | None]
    status: Mapped[str]
    manifest: Mapped[dict[str, Any]]
    scorecard: Mapped[dict[str, Any]]
    contest: Mapped[dict[str, Any] | None]  # how it did against the model that served, and the verdict
    parcels: Mapped[int]
    trained_from: Mapped[date | None]
    trained_to: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    promoted_at: Mapped[datetime | None]
    promoted_by: Mapped[str | None]
    status_reason: Mapped[str | None]


class EtaModelFile(Base):
    """One file of a model's folder, so that a host without a disk of its own can serve it."""

    __tablename__ = "eta_model_files"

    model_id: Mapped[str] = mapped_column(ForeignKey("eta_models.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class EtaQuote(Owned, Base):
    """What a shopper was told before buying, and, once it is known, what came of it."""

    __tablename__ = "eta_quotes"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "asked_at"),
        Index("ix_eta_quotes_asked_at", "asked_at", postgresql_using="brin"),
        # Of many quotes few are followed by a parcel: only these are in the other two.
        Index(
            "ix_eta_quotes_shipment", "merchant_id", "shipment", postgresql_where=text("shipment IS NOT NULL")
        ),
        Index(
            "ix_eta_quotes_delivered",
            "merchant_id",
            "delivered_on",
            postgresql_where=text("delivered_on IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    model: Mapped[str | None]  # None where the service table answered
    asked_at: Mapped[datetime]
    country: Mapped[str]
    postcode: Mapped[str]
    sku: Mapped[str | None]
    weight_g: Mapped[float | None]
    options: Mapped[list[Any]]
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    shipment: Mapped[str | None]
    chosen: Mapped[dict[str, Any] | None]  # the option that the parcel was sent by
    ordered_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    delivered_on: Mapped[date | None]  # the destination's date


class EtaQuoteBody(Owned, Base):
    """Quotes of one body that differ by place alone, side by side.

    They become rows of `eta_quotes` when a parcel goes to their place; hardly any ever has to. `offers` are
    places in `told` from 1 on, which has the options of each offer as JSON.
    """

    __tablename__ = "eta_quote_bodies"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "asked_at"),
        Index("ix_eta_quote_bodies_asked_at", "asked_at", postgresql_using="brin"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # that of its first quote
    model: Mapped[str | None]
    asked_at: Mapped[datetime]
    country: Mapped[str]
    sku: Mapped[str | None]
    weight_g: Mapped[float | None]
    ids: Mapped[list[str]] = mapped_column(ARRAY(String))
    places: Mapped[list[str]] = mapped_column(ARRAY(String))
    offers: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    told: Mapped[list[str]] = mapped_column(ARRAY(String))


class EtaScorecard(Owned, Base):
    """How a merchant's served promises did, as of a day, and how much wider they are told since."""

    __tablename__ = "eta_scorecards"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    card: Mapped[dict[str, Any]]
    widening: Mapped[float] = mapped_column(default=0.0)
    made_at: Mapped[datetime] = mapped_column(default=now)
