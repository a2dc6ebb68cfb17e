"""The people who work for a merchant, and the one-time links by which they set their passwords."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from marshmallow import ValidationError
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.dialects.postgresql import insert
from werkzeug.security import check_password_hash, generate_password_hash

from commerce import ids
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Conflict, Invalid, NotFound
from commerce.fields import Email
from commerce.models import User
from commerce.vault import Vault

ROLES = ("owner", "manager", "agent", "viewer")
LINK_LASTS = timedelta(days=7)
SHORTEST, LONGEST = 10, 200  # characters; scrypt takes time for each


class LinkSpent(NotFound):
    """The link was used, has expired, was replaced by a newer one, or never was."""

    status, code, title = 404, "link_spent", "This link can't be used (any more)"


class LastOwner(Conflict):
    code, title = "last_owner", "A shop keeps one owner at least"


@dataclass(frozen=True)
class Invitation:
    """Who was invited, and the one-time token that may set their password until `expires_at`."""

    email: str
    role: str
    token: str = field(repr=False)
    expires_at: datetime


def invite(merchant_id: int, email: str, role: str) -> Invitation:
    """Add a person or give a known one that role; the new link replaces older ones, a set password stays.

    `LastOwner` where the only owner would be one no more, `Invalid`.
    """
    if role not in ROLES:
        raise invalid("role", f"Not one of {', '.join(ROLES)}.")
    email, token, expires_at = mailbox(email), ids.token(), now() + LINK_LASTS
    change = {"role": role, "link_digest": digest(token), "link_expires_at": expires_at}
    with transaction() as session:
        if role != "owner" and session.scalar(
            select(User.id).where(*owners(merchant_id), User.email == email)
        ):
            refuse_last(merchant_id)
        session.execute(
            insert(User)
            .values(merchant_id=merchant_id, email=email, created_at=now(), **change)
            .on_conflict_do_update(index_elements=["merchant_id", "email"], set_=change)
        )
    return Invitation(email, role, token, expires_at)


def owners(merchant_id: int) -> tuple[ColumnElement[bool], ...]:
    """What is true of a merchant's owners."""
    return User.merchant_id == merchant_id, User.role == "owner"


def refuse_last(merchant_id: int) -> None:
    """Hold all owners' rows, so that no two of them leave at once."""
    held = select(User.id).where(*owners(merchant_id)).order_by(User.id).with_for_update()
    if len(db.session.scalars(held).all()) == 1:
        raise LastOwner("make somebody else an owner first")


def invited(token: str) -> User:
    """Whose link this is; `LinkSpent` where it opens nothing (any more)."""
    user = db.session.scalars(by_link(token), execution_options={"across_merchants": True}).one_or_none()
    if user is None:
        raise LinkSpent
    return user


def set_password(token: str, password: str) -> User:
    """Spend a link on a password; `LinkSpent` or `Invalid` (too short, too long) leave all as it was."""
    if fault := fault_of(password):
        raise invalid("password", fault)
    hashed = generate_password_hash(password, method="scrypt")
    with transaction() as session:
        user = session.scalars(
            by_link(token).with_for_update(), execution_options={"across_merchants": True}
        ).one_or_none()
        if user is None:
            raise LinkSpent
        user.password_hash, user.link_digest, user.link_expires_at = hashed, None, None
    return user


def fault_of(password: str) -> str | None:
    """Why this can't be a password, or None."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters."
    return f"Use at most {LONGEST} characters." if len(password) > LONGEST else None


def has_password(user: User, password: str) -> bool:
    """Whether that is the person's password; False while none is set."""
    return bool(user.password_hash) and check_password_hash(user.password_hash or "", password)


def mailbox(email: str) -> str:
    """The address as it is stored and looked up; `Invalid` where mail can't reach it."""
    try:
        taken: str | None = Email().deserialize(email)
    except ValidationError:
        taken = None
    if taken is None:
        raise invalid("email", "Not an e-mail address.")
    return taken.casefold()


def invalid(name: str, message: str) -> Invalid:
    """A refusal of one value."""
    return Invalid([{"pointer": f"/{name}", "code": "invalid", "message": message}])


def by_link(token: str) -> Select[User]:
    """The person whose link is good now."""
    return select(User).where(User.link_digest == digest(token), User.link_expires_at > now())


def digest(token: str) -> bytes:
    """What is stored of a token."""
    vault: Vault = current_app.extensions["vault"]
    return vault.digest(token)
