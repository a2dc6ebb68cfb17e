"""Merchants and who may act for them; orders and what was bought; the outbox; kept answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.clock import now
from commerce.database import Base, Numbered, Owned


class Merchant(Base):
    __tablename__ = "merchants"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    config: Mapped[dict[str, Any]]  # the merchant's file without its secrets, defaults filled in
    version: Mapped[int] = mapped_column(default=1)  # moves with every change that a page may show
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Integration(Owned, Base):
    """Another system's settings; `secrets` is a sealed mapping."""

    __tablename__ = "integrations"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    provider: Mapped[str] = mapped_column(primary_key=True)
    settings: Mapped[dict[str, Any]]
    secrets: Mapped[bytes]


class ConnectionCheck(Owned, Base):
    """How another system answered when it was last asked whether it is there."""

    __tablename__ = "connection_checks"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    provider: Mapped[str] = mapped_column(primary_key=True)
    well_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    code: Mapped[str | None]  # of `connections.CODES`
    detail: Mapped[str | None]


class Logo(Owned, Base):
    """A merchant's logo as its pages show it: fetched from `url`, made small, served by ourselves."""

    __tablename__ = "logos"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    url: Mapped[str]
    picture: Mapped[bytes]  # PNG
    digest: Mapped[str]  # of the picture, to name it by
    fetched_at: Mapped[datetime] = mapped_column(default=now)


class ApiKey(Owned, Base):
    __tablename__ = "api_keys"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]  # secret | publishable
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    hint: Mapped[str]  # the last four characters, to tell keys apart
    created_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]


class User(Numbered, Base):
    """A person who works for a merchant."""

    __tablename__ = "users"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "email", unique=True),
        Index(None, "email"),  # who signs in names no shop
    )

    email: Mapped[str]
    role: Mapped[str]  # owner | manager | agent | viewer
    password_hash: Mapped[str | None]
    link_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    link_expires_at: Mapped[datetime | None]
    locale: Mapped[str | None]  # of the console; None: as the browser wishes
    totp_secret: Mapped[bytes | None]  # sealed
    totp_step: Mapped[int | None] = mapped_column(BigInteger)  # of the last code taken; None until the first
    recovery_digests: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class StaffSession(Numbered, Base):
    """A person signed in to the console with one browser."""

    __tablename__ = "staff_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "user_id"], ["users.merchant_id", "users.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "user_id"),
    )

    user_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)  # of the token in the cookie
    address: Mapped[str]
    browser: Mapped[str]  # as it calls itself
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class AuditEntry(Numbered, Base):
    """Who changed what. The database refuses to change or drop one, except with its merchant."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "subject", "id"),
    )

    at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[str]  # their e-mail address then
    action: Mapped[str]
    subject: Mapped[str]  # `order 1001`, `return ret_…`, `person ada@acme.test`
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class OrderNote(Numbered, Base):
    """What somebody wrote about an order for their colleagues; it is never changed."""

    __tablename__ = "order_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "order_id"),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str]
    author: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


NAME = "lower(customer ->> 'name')"
SURNAME = "regexp_replace(lower(customer ->> 'name'), '^.* ', '')"
PHONE = "regexp_replace(coalesce(customer ->> 'phone', ship_to ->> 'phone', ''), '[^0-9]', '', 'g')"
"""The digits of the shopper's number, '' where none is known."""
BEGINS: dict[str, Any] = {"postgresql_ops": {"name": "text_pattern_ops"}}  # to find what begins so


class Order(Numbered, Base):
    __tablename__ = "orders"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "number", unique=True),
        Index(None, "merchant_id", "email"),
        Index(None, "merchant_id", "placed_at"),
        Index("ix_orders_numbers", "merchant_id", text("length(number)"), "number"),
        Index(
            "ix_orders_payment_reference",
            "merchant_id",
            "payment_reference",
            postgresql_where=text("payment_reference IS NOT NULL"),
        ),
        Index(
            "ix_orders_watch", "merchant_id", "watch_at", "id", postgresql_where=text("watch_at IS NOT NULL")
        ),
        Index("ix_orders_name", "merchant_id", literal_column(NAME).label("name"), **BEGINS),
        Index("ix_orders_surname", "merchant_id", literal_column(SURNAME).label("name"), **BEGINS),
        Index(
            "ix_orders_phone",
            "merchant_id",
            literal_column(PHONE).label("phone"),
            postgresql_where=text(f"{PHONE} <> ''"),
        ),
    )

    number: Mapped[str]
    placed_at: Mapped[datetime]
    currency: Mapped[str]
    locale: Mapped[str | None]
    tags: Mapped[list[Any]]
    discount_codes: Mapped[list[Any]]
    channel: Mapped[str | None]
    payment_method: Mapped[str | None]
    payment_reference: Mapped[str | None]
    customer: Mapped[dict[str, Any]]
    email: Mapped[str | None]  # the customer's, trimmed and case-folded, to look up by
    ship_to: Mapped[dict[str, Any]]
    shipping: Mapped[int] = mapped_column(BigInteger)  # minor units, as every amount
    shipping_tax: Mapped[int] = mapped_column(BigInteger)
    cancelled_at: Mapped[datetime | None]
    watch_at: Mapped[datetime | None]  # by when something of it should have been shipped
    page_token: Mapped[str] = mapped_column(unique=True)
    page_version: Mapped[int] = mapped_column(default=1)  # moves with everything its page shows
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order",
        cascade="all, delete-orphan",
        order_by="OrderLine.position",
        passive_deletes=True,
    )


class OrderLine(Owned, Base):
    __tablename__ = "order_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        CheckConstraint("cancelled_quantity BETWEEN 0 AND quantity", "cancelled"),
    )

    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    line_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    sku: Mapped[str | None]
    product_id: Mapped[str | None]
    title: Mapped[str]
    variant: Mapped[str | None]
    quantity: Mapped[int]
    cancelled_quantity: Mapped[int] = mapped_column(default=0, server_default="0")  # of these, never sent
    unit_price: Mapped[int] = mapped_column(BigInteger)
    discount: Mapped[int] = mapped_column(BigInteger)  # for the whole line, as is tax
    tax: Mapped[int] = mapped_column(BigInteger)
    weight_g: Mapped[int | None]
    hs_code: Mapped[str | None]  # for customs
    origin_country: Mapped[str | None]  # where it was made, for customs
    product_type: Mapped[str | None]
    vendor: Mapped[str | None]
    collections: Mapped[list[Any]]
    tags: Mapped[list[Any]]
    image_url: Mapped[str | None]
    final_sale: Mapped[bool]
    gift: Mapped[bool]

    order: Mapped[Order] = relationship(back_populates="lines")


class Event(Numbered, Base):
    """The outbox: what happened, written in the transaction in which it happened.

    No key ties it to `merchants`: each insert would lock the merchant's row, where all of a shop's writers meet.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_unrelayed", "id", postgresql_where=text("relayed_at IS NULL")),)

    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    occurred_at: Mapped[datetime] = mapped_column(default=now, server_default=text("now()"))
    relayed_at: Mapped[datetime | None]


class EventWork(Owned, Base):
    """What one subscriber still has to do, or did, about one event: the unique row that makes one effect."""

    __tablename__ = "event_work"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "event_id"], ["events.merchant_id", "events.id"], ondelete="CASCADE"
        ),
        Index("ix_event_work_open", "due_at", postgresql_where=text("state = 'open'")),
        Index("ix_event_work_failed", "merchant_id", "settled_at", postgresql_where=text("state = 'failed'")),
    )

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    subscriber: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="open")  # open | done | failed
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now)  # may be tried (again); the end of a lease
    rung_at: Mapped[datetime | None]  # when its name was last put on the queue
    error: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class PeriodicRun(Base):
    """When a piece of periodic work is due, and how its last run went."""

    __tablename__ = "periodic_runs"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    rung_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]  # while a worker is at it
    ran_at: Mapped[datetime | None]
    error: Mapped[str | None]  # of the last run


class KeptAnswer(Owned, Base):
    """The answer to a request that came with an `Idempotency-Key`, to be given again."""

    __tablename__ = "kept_answers"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "created_at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[bytes]
    status: Mapped[int]
    body: Mapped[bytes]
    content_type: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
