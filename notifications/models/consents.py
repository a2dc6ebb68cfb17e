"""The ledger of what shoppers want to hear of."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Numbered


class Consent(Numbered, Base):
    """One choice; rows are never changed. It outlives the order that it was made at, and the address itself."""

    __tablename__ = "consents"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),
        Index(None, "merchant_id", "address_digest", "channel", "id"),
    )

    address_digest: Mapped[bytes] = mapped_column(LargeBinary)  # keyed, as on the suppression list
    address_masked: Mapped[str]
    kind_group: Mapped[str]  # a group of `preferences.GROUPS`, or a kind by itself; empty for all
    channel: Mapped[str]
    choice: Mapped[bool]
    how: Mapped[str]  # page | one_click | stop | start | api
    text_shown: Mapped[str]
    locale: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(BigInteger)  # where it was made; the order may be gone
    at: Mapped[datetime] = mapped_column(default=now)
