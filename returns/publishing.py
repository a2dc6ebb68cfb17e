"""Policy versions: drafted, published, gone back to. What is published never changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commerce import merchant_changes, merchants
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Invalid, NotFound
from commerce.models import Merchant
from commerce.outbox import emit
from returns.models.policies import PolicyVersion
from returns.policy.validation import validate

SECTION = "return_policy"


def digest_of(source: Mapping[str, Any]) -> str:
    """The same for policies that say the same: SHA-256 of the source as JSON with sorted keys."""
    canonical = json.dumps(source, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def checked(source: Mapping[str, Any], currency: str) -> None:
    """Raise `Invalid` with pointers below `/policy` for a policy that can't be published."""
    if source and (problems := validate(source, currency)):
        told = [problem.as_json() for problem in problems]
        raise Invalid([error | {"pointer": f"/policy{error['pointer']}"} for error in told])


def draft(merchant_id: int, source: Mapping[str, Any]) -> PolicyVersion:
    """Keep a policy as the next version without letting it judge anything. Raises `Invalid`."""
    with transaction() as session:
        merchant = locked_merchant(session, merchant_id)
        checked(source, merchant.config["currency"])
        return add(session, merchant_id, source)


def publish(merchant_id: int, version: int) -> PolicyVersion:
    """Let a version judge the orders placed from now on; returns the version in force.

    A draft is published as it is. To go back to an earlier version publishes its contents as a new one; to
    publish the one in force changes nothing. `NotFound` for an unknown version.
    """
    with transaction() as session:
        merchant = locked_merchant(session, merchant_id)
        row = get(merchant_id, version)
        newest = in_force(merchant_id)
        if newest is row:
            return row
        checked(row.source, merchant.config["currency"])
        if row.published_at is not None:
            row = add(session, merchant_id, row.source)
        row.published_at = now()
        if merchant.config.get(SECTION) != row.source:
            merchant.config = merchant.config | {SECTION: row.source}
            merchant.version += 1
        emit(merchant_id, "policy.published", version=row.version)
        session.flush()
    merchants.forget()
    return row


def publish_from_file(merchant_id: int, source: Mapping[str, Any]) -> None:
    """Publish what the merchant's file says, in the transaction that stores the file."""
    with transaction() as session:
        newest = in_force(merchant_id)
        if newest is None or newest.digest != digest_of(source):
            row = add(session, merchant_id, source)
            row.published_at = now()
            emit(merchant_id, "policy.published", version=row.version)


def add(session: Session, merchant_id: int, source: Mapping[str, Any]) -> PolicyVersion:
    last = session.scalar(
        select(func.max(PolicyVersion.version)).where(PolicyVersion.merchant_id == merchant_id)
    )
    row = PolicyVersion(
        merchant_id=merchant_id, version=(last or 0) + 1, source=dict(source), digest=digest_of(source)
    )
    session.add(row)
    session.flush()
    return row


def locked_merchant(session: Session, merchant_id: int) -> Merchant:
    return session.scalars(
        select(Merchant)
        .where(Merchant.id == merchant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def get(merchant_id: int, version: int) -> PolicyVersion:
    """One version, draft or published; `NotFound` where there is none."""
    row = db.session.scalars(
        select(PolicyVersion).where(
            PolicyVersion.merchant_id == merchant_id, PolicyVersion.version == version
        )
    ).one_or_none()
    if row is None:
        raise NotFound("there is no policy version with this number")
    return row


def in_force(merchant_id: int) -> PolicyVersion | None:
    """The version published last."""
    return db.session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.merchant_id == merchant_id, PolicyVersion.published_at.is_not(None))
        .order_by(PolicyVersion.published_at.desc(), PolicyVersion.version.desc())
        .limit(1)
    ).one_or_none()


def listed(merchant_id: int, *, before: int | None = None, most: int = 50) -> list[PolicyVersion]:
    """The merchant's versions, the last made first; `before` is the number where the page before ended."""
    statement = select(PolicyVersion).where(PolicyVersion.merchant_id == merchant_id)
    if before is not None:
        statement = statement.where(PolicyVersion.version < before)
    return list(db.session.scalars(statement.order_by(PolicyVersion.version.desc()).limit(most)))


merchant_changes.on_change(SECTION, publish_from_file)
