"""Returns, what comes back in them, what staff wrote, and what shoppers photographed."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.clock import now
from commerce.database import Base, Numbered, Owned
from commerce.models import Order
from returns.models.labels import ReturnLabel
from returns.models.money import Refund, Replacement
from returns.statuses import LineAcceptance

OF_RETURN = (["merchant_id", "return_id"], ["returns.merchant_id", "returns.id"])


class Return(Numbered, Base):
    """One request to send something back. What its decision was made from is kept with it."""

    __tablename__ = "returns"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "status", "id"),
        Index(None, "merchant_id", "requested_at"),
        Index(
            "ix_returns_own_shipment",
            "merchant_id",
            "own_shipment",
            unique=True,
            postgresql_where=text("own_shipment IS NOT NULL"),
        ),
        Index("ix_returns_ship_by", "ship_by", postgresql_where=text("status = 'approved'")),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str]  # the return's `id` in the API
    page_token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    requested_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    in_transit_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]
    own_shipment: Mapped[str | None]  # the inbound one that the shopper told the number of
    ship_by: Mapped[datetime | None]  # then an approved return expires
    reminded_at: Mapped[datetime | None]

    currency: Mapped[str]
    locale: Mapped[str | None]
    is_gift: Mapped[bool] = mapped_column(default=False)
    withdrawal: Mapped[str | None]  # from the contract, by which the return came about
    gift_email: Mapped[str | None]  # of whoever got the gift
    override: Mapped[dict[str, Any] | None]  # {by, reason, rule}
    decline_reason: Mapped[str | None]
    replaced_by: Mapped[str | None]  # the `code` of the return that it was changed into

    policy_version: Mapped[int]
    home_currency: Mapped[str]  # with `locales` and the lines' facts it reproduces the decisions
    locales: Mapped[list[Any]]
    refund_on: Mapped[str]
    fee_waived_for: Mapped[list[Any]]
    ship_within_days: Mapped[int]  # after approval; then it expires
    order_paid: Mapped[int] = mapped_column(BigInteger)  # for all of the order, shipping and taxes included
    shipping_refund: Mapped[int] = mapped_column(BigInteger, default=0)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    order: Mapped[Order] = relationship(viewonly=True)
    lines: Mapped[list["ReturnLine"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ReturnLine.position"
    )
    refunds: Mapped[list[Refund]] = relationship(passive_deletes=True, order_by=Refund.id, overlaps="refunds")
    replacements: Mapped[list[Replacement]] = relationship(
        passive_deletes=True, order_by=Replacement.position
    )
    label: Mapped[ReturnLabel | None] = relationship(passive_deletes=True)
    notes: Mapped[list["ReturnNote"]] = relationship(passive_deletes=True, order_by="ReturnNote.id")

    @property
    def reader(self) -> str | None:
        """Who is written to: the buyer, or whoever got the gift, of which the buyer hears nothing."""
        return self.gift_email if self.is_gift else self.order.email

    @property
    def kept(self) -> bool:
        """Whether the shopper keeps every item, so that nothing travels."""
        return all(line.keep_item for line in self.lines)


class ReturnLine(Owned, Base):
    """Units of one order line in a return. `share` is what was paid for them, tax included."""

    __tablename__ = "return_lines"
    __table_args__ = (
        ForeignKeyConstraint(*OF_RETURN, ondelete="CASCADE"),
        CheckConstraint("quantity > 0", "has_units"),
        CheckConstraint("received_quantity + written_off_quantity + released_quantity <= quantity", "goes"),
        CheckConstraint("accepted_quantity + rejected_quantity <= received_quantity", "inspected"),
    )

    return_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[str]  # of the order
    quantity: Mapped[int]
    reason: Mapped[str | None]
    comment: Mapped[str | None]
    resolution: Mapped[str | None]
    method: Mapped[str | None]
    exchange_for: Mapped[str | None]  # the SKU wanted instead
    photos: Mapped[list[Any]]
    keep_item: Mapped[bool]

    decision: Mapped[str]
    facts: Mapped[dict[str, Any]]
    reasons: Mapped[list[Any]]
    drawn: Mapped[list[Any]]  # [shipment id, units]: which parcels the units came in

    share: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)  # its term; charged once per return
    restocking_percent: Mapped[float]
    bonus_percent: Mapped[float]

    received_quantity: Mapped[int] = mapped_column(default=0)
    accepted_quantity: Mapped[int] = mapped_column(default=0)
    rejected_quantity: Mapped[int] = mapped_column(default=0)
    written_off_quantity: Mapped[int] = mapped_column(default=0)  # will never arrive, and is paid for
    released_quantity: Mapped[int] = mapped_column(default=0)  # never left the shopper: returnable again
    condition: Mapped[str | None]
    disposition: Mapped[str | None]
    receipts: Mapped[list[Any]] = mapped_column(default=list)  # {quantity, condition, disposition} each

    @property
    def acceptance(self) -> LineAcceptance:
        """What the merchant makes of the line, once every unit that arrived was looked at."""
        if self.received_quantity > self.accepted_quantity + self.rejected_quantity:
            return LineAcceptance.PENDING
        if self.accepted_quantity:
            return LineAcceptance.ACCEPTED
        return LineAcceptance.REJECTED if self.rejected_quantity else LineAcceptance.PENDING

    @property
    def missing(self) -> int:
        """Units asked for that neither arrived nor were given up."""
        return self.quantity - self.received_quantity - self.written_off_quantity - self.released_quantity


class ReturnNote(Numbered, Base):
    """What somebody wrote about a return: for colleagues, to the shopper, or the shopper; it is never changed."""

    __tablename__ = "return_notes"
    __table_args__ = (
        ForeignKeyConstraint(*OF_RETURN, ondelete="CASCADE"),
        Index(None, "merchant_id", "return_id"),
    )

    return_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(default="note", server_default="note")  # a `NoteKind`
    text: Mapped[str]
    author: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class ReturnPhoto(Owned, Base):
    """A picture that a shopper sent with a return, redrawn."""

    __tablename__ = "return_photos"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "order_id"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str]
    size: Mapped[int]  # bytes
    digest: Mapped[str]
    picture: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=now)


class WriteOff(Numbered, Base):
    """Units that will never come back: lost, or refunded outside a return. `share` is what they cost."""

    __tablename__ = "write_offs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        CheckConstraint("quantity > 0", "has_units"),
        Index(None, "merchant_id", "order_id", "source", "reference", "line_id", unique=True),
    )

    order_id: Mapped[int] = mapped_column(BigInteger)
    line_id: Mapped[str]
    quantity: Mapped[int]
    share: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]  # who said so: claim, shopify, …
    reference: Mapped[str]  # the claim's id, the platform's id of the refund
    created_at: Mapped[datetime] = mapped_column(default=now)
