"""Versions of a merchant's return policy."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.clock import now
from commerce.database import Base, Owned


class PolicyVersion(Owned, Base):
    """One version; never changed once it is published. A draft has no time of publishing."""

    __tablename__ = "policy_versions"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[dict[str, Any]]  # the policy as it was written
    digest: Mapped[str]  # of the source, to tell equal ones
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]


class PolicyDraft(Owned, Base):
    """One state of the policy that staff are working on; each save adds one, so that no text is lost."""

    __tablename__ = "policy_drafts"
    __table_args__ = (ForeignKeyConstraint(["merchant_id"], ["merchants.id"], ondelete="CASCADE"),)

    revision: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int]  # the version in force when the draft was begun, 0 where there was none
    source: Mapped[dict[str, Any]]
    person: Mapped[str]  # their e-mail address then
    made_at: Mapped[datetime] = mapped_column(default=now)
    settled: Mapped[bool]  # published or dropped: nobody works on it any more
