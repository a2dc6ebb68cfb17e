"""Links of orders that were mailed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, Owned


class MailedLink(Owned, Base):
    """The latest question after an order that its link was mailed for."""

    __tablename__ = "mailed_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_id"], ["orders.merchant_id", "orders.id"], ondelete="CASCADE"
        ),
    )

    order_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    asked_at: Mapped[datetime]
