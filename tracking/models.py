"""Shipments, what is in them, the scans of their parcels, and the foreign messages that brought them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.clock import now
from commerce.database import Base, Numbered, Owned
from commerce.models import Order

UNDER_WAY = "direction = 'outbound' AND status NOT IN ('delivered', 'return_to_sender', 'cancelled')"
HEARD_AT = "COALESCE(last_scan_at, shipped_at, created_at)"


class Shipment(Numbered, Base):
    """One parcel on its way. `parcel` is the key its scans stand under (`tracking.parcels.key`)."""

    __tablename__ = "shipments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "parcel"),
        Index("ix_shipments_poll", "poll_at", postgresql_where=text("poll_at IS NOT NULL")),
        Index(
            "ix_shipments_watch",
            "merchant_id",
            "watch_at",
            "id",
            postgresql_where=text("watch_at IS NOT NULL"),
        ),
        Index("ix_shipments_promised", "merchant_id", "promised_on", "id", postgresql_where=text(UNDER_WAY)),
        Index("ix_shipments_heard", "merchant_id", text(HEARD_AT), "id", postgresql_where=text(UNDER_WAY)),
        Index(
            "ix_shipments_trouble",
            "merchant_id",
            "id",
            postgresql_where=text("action_required = 'merchant'"),
        ),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str]  # the shipment's `id` in the API
    direction: Mapped[str] = mapped_column(default="outbound")  # outbound | inbound
    carrier: Mapped[str | None]
    service: Mapped[str | None]
    tracking_number: Mapped[str | None]
    parcel: Mapped[str]
    location: Mapped[str | None]  # the code of the merchant's location it left from
    shipped_at: Mapped[datetime | None]
    promised_on: Mapped[date | None]

    status: Mapped[str] = mapped_column(default="unknown")
    status_detail: Mapped[str | None]
    action_required: Mapped[str | None]
    attempted: Mapped[bool] = mapped_column(default=False)
    delivered_at: Mapped[datetime | None]
    last_scan_at: Mapped[datetime | None]
    carrier_estimate: Mapped[date | None]  # the carrier's own, as last told
    carrier_estimate_as_of: Mapped[datetime | None]

    tracker_id: Mapped[str | None]  # the provider's
    poll_at: Mapped[datetime | None]  # when to ask the provider, unless it speaks first
    watch_at: Mapped[datetime | None]  # when something about its delay may change by itself
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    order: Mapped[Order] = relationship(viewonly=True)
    lines: Mapped[list["ShipmentLine"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ShipmentLine(Owned, Base):
    __tablename__ = "shipment_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "shipment_id"], ["shipments.merchant_id", "shipments.id"], ondelete="CASCADE"
        ),
    )

    shipment_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    line_id: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int]


class ScanRow(Owned, Base):
    """One scan of a parcel as it was told first; the same scan told again adds nothing."""

    __tablename__ = "scans"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    parcel: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime | None]
    status: Mapped[str]
    status_detail: Mapped[str | None]
    message: Mapped[str]
    place: Mapped[dict[str, Any] | None]
    source: Mapped[str]
    raw_status: Mapped[str | None]
    listed: Mapped[bool] = mapped_column(default=True)
    message_id: Mapped[int | None] = mapped_column(BigInteger)  # the foreign message that brought it
    received_at: Mapped[datetime] = mapped_column(default=now)


class ForeignMessage(Numbered, Base):
    """A body another system sent us, byte for byte, stored before it is understood.

    Like an event, it is not tied to the merchant's row, so that it does not wait for it.
    """

    __tablename__ = "foreign_messages"
    __table_args__ = (
        Index(None, "merchant_id", "source", "event_key", unique=True),
        Index(None, "merchant_id", "parcel"),
    )

    source: Mapped[str]
    event_key: Mapped[str]  # the sender's event id, or the body's hash where there is none
    parcel: Mapped[str | None]  # what it is about, where it is about one parcel and that is known
    body: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(default=now, server_default=text("now()"))
    outcome: Mapped[str | None]  # what became of it, in a few words
