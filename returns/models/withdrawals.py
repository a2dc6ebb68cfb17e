"""The log of withdrawals from contracts. A trigger refuses every change of what stands in it.

Who withdrew is kept beside the log, as that alone must be erasable; no key ties the log to an order or a
merchant, whose deletion would take it along.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.clock import now
from commerce.database import Base, Numbered, Owned

OF_WITHDRAWAL = (["merchant_id", "withdrawal_id"], ["withdrawals.merchant_id", "withdrawals.id"])


class Withdrawal(Numbered, Base):
    """One declaration, as it was confirmed. Amounts are minor units of `currency`."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index(None, "merchant_id", "code", unique=True),
        Index(None, "merchant_id", "order_id", "id"),
    )

    code: Mapped[str]  # the withdrawal's `id` in the API
    order_id: Mapped[int] = mapped_column(BigInteger)
    order_number: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    locale: Mapped[str]
    content: Mapped[dict[str, Any]]  # {statement, last_day, lines: [{id, title, variant, quantity, unsent}]}
    return_code: Mapped[str | None]  # of the units that had been sent
    currency: Mapped[str]
    cancelled_share: Mapped[int] = mapped_column(BigInteger)  # what was paid for the units never sent
    shipping: Mapped[int] = mapped_column(
        BigInteger
    )  # of the shipping charge; paid with the return if there is one

    contact: Mapped["WithdrawalContact | None"] = relationship(passive_deletes=True)
    receipt: Mapped["WithdrawalReceipt | None"] = relationship(passive_deletes=True)


class WithdrawalContact(Owned, Base):
    """Who withdrew, and where the receipt goes."""

    __tablename__ = "withdrawal_contacts"
    __table_args__ = (
        ForeignKeyConstraint(*OF_WITHDRAWAL),
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "order_id"),
        Index(None, "merchant_id", "email"),
    )

    withdrawal_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    order_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    email: Mapped[str]


class WithdrawalReceipt(Owned, Base):
    """That the receipt was handed to the mail server; part of the log."""

    __tablename__ = "withdrawal_receipts"
    __table_args__ = (ForeignKeyConstraint(*OF_WITHDRAWAL),)

    withdrawal_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sent_at: Mapped[datetime]
