"""Where merchants' programs listen, and what is posted there; when shoppers last wrote by WhatsApp."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Numbered, Owned


class WebhookEndpoint(Numbered, Base):
    """An address that hears what happens. `secrets` is a sealed mapping: `secret`, `old`, `old_until`."""

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "code", unique=True),
    )

    code: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[Any]]
    secrets: Mapped[bytes]
    status: Mapped[str] = mapped_column(default="active")  # active | paused
    paused_reason: Mapped[str | None]
    paused_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # since the last success
    failing_since: Mapped[datetime | None]
    quiet_until: Mapped[datetime | None]  # until when it is left alone
    last_success_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    last_error_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class WebhookPost(Owned, Base):
    """One event for one endpoint: open, delivered, failed, or held while the endpoint is paused."""

    __tablename__ = "webhook_posts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "endpoint_id"],
            ["webhook_endpoints.merchant_id", "webhook_endpoints.id"],
            ondelete="CASCADE",
        ),
        Index("ix_webhook_posts_event_id", "merchant_id", "event_id"),
        Index(
            "ix_webhook_posts_held",
            "merchant_id",
            "endpoint_id",
            postgresql_where=text("status = 'held'"),
        ),
        Index("ix_webhook_posts_created_at", "created_at", postgresql_using="brin"),
    )

    endpoint_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    answer: Mapped[int | None]  # the last one's HTTP status
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    tried_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class WhatsAppWindow(Owned, Base):
    """When a shopper last wrote: for a day from then on plain texts may answer."""

    __tablename__ = "whatsapp_windows"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    sender_digest: Mapped[bytes] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
