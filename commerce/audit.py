"""Who changed what: written in the transaction of the change, and never altered."""

from typing import Any

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db
from commerce.models import AuditEntry


def write(
    merchant_id: int,
    person: str,
    action: str,
    subject: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note a change, inside the transaction that makes it; the facts are JSON-ready, without secrets."""
    session = db.session()
    if not session.info.get("open"):
        raise RuntimeError(f"{action} was noted outside a transaction")
    entry = AuditEntry(
        merchant_id=merchant_id,
        at=now(),
        person=person,
        action=action,
        subject=subject,
        before=before or {},
        after=after or {},
    )
    session.add(entry)
    session.flush()


def listed(
    merchant_id: int, *, subject: str | None = None, after: int | None = None, most: int = 50
) -> list[AuditEntry]:
    """Changes, the last first; `after` is the number of the entry where the page before ended."""
    statement = select(AuditEntry).where(AuditEntry.merchant_id == merchant_id)
    if subject is not None:
        statement = statement.where(AuditEntry.subject == subject)
    if after is not None:
        statement = statement.where(AuditEntry.id < after)
    return list(db.session.scalars(statement.order_by(AuditEntry.id.desc()).limit(most)))
