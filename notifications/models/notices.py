"""Notices, what their providers said of them too early, and who must not be written to."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Numbered, Owned


class Notice(Numbered, Base):
    """One message to one recipient on one channel. `key` is unique, so nothing is told twice.

    The address stays with the order and is read when the notice is sent.
    """

    __tablename__ = "notices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "key", unique=True),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "status", "id"),
        Index(None, "merchant_id", "recipient_digest", "due_at"),
        Index(
            "ix_notices_provider_id",
            "merchant_id",
            "provider_id",
            postgresql_where=text("provider_id IS NOT NULL"),
        ),
        Index("ix_notices_due", "due_at", postgresql_where=text("status = 'scheduled'")),
        # By the number, which never changes, so that what changes while a notice leaves touches no index.
        Index("ix_notices_leased", "id", postgresql_where=text("status = 'sending'")),
    )

    code: Mapped[str]  # the notice's `id` in the API, and the idempotency key at its provider
    key: Mapped[str]  # what is told, to be unique by
    kind: Mapped[str]
    channel: Mapped[str]
    order_id: Mapped[int] = mapped_column(BigInteger)
    shipment_id: Mapped[int | None] = mapped_column(BigInteger)
    return_id: Mapped[int | None] = mapped_column(BigInteger)
    claim_id: Mapped[int | None] = mapped_column(BigInteger)
    incident: Mapped[str] = mapped_column(default="")
    recipient_masked: Mapped[str | None]
    recipient_digest: Mapped[bytes | None]  # of the address when it was decided, to count by
    locale: Mapped[str]
    status: Mapped[str]
    skip_reason: Mapped[str | None]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what it says: dates, days, other parcels
    subject: Mapped[str | None]
    news_at: Mapped[datetime]  # when what it tells of happened, whenever we heard
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]  # while a worker has it
    begun_at: Mapped[datetime | None]  # when the message was about to leave; without a `sent_at` it may have
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    provider_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class NoticeNews(Owned, Base):
    """What a provider said of a message before its sending was noted."""

    __tablename__ = "notice_news"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "received_at"),
    )

    channel: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=now)


class Suppression(Owned, Base):
    """An address that a merchant must not write to any more; only its keyed hash is kept."""

    __tablename__ = "suppressions"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    channel: Mapped[str] = mapped_column(primary_key=True)
    recipient_digest: Mapped[bytes] = mapped_column(primary_key=True)
    recipient_masked: Mapped[str]
    why: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
