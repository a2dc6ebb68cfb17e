"""Merchants' own templates that failed."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, Owned


class BrokenTemplate(Owned, Base):
    """The newest words of a template (`kind.channel.locale.part`) that its merchant was told of."""

    __tablename__ = "broken_templates"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    template: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    told_at: Mapped[datetime]
