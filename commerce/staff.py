"""The people of a merchant as they sign in, change their roles, and leave."""

from datetime import timedelta
from functools import cache

from sqlalchemy import delete, select
from werkzeug.security import check_password_hash, generate_password_hash

from commerce import ids, people
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import User
from commerce.people import ROLES, digest, invalid, refuse_last

RESET_LASTS = timedelta(hours=1)
MOST_SHOPS = 5  # of one address whose passwords are compared


def with_password(email: str, password: str) -> list[User]:
    """The people of that address whose password it is: one for each shop, mostly one or none.

    It takes as long for an unknown address as for a wrong password.
    """
    known = of_address(email)
    if not known:
        check_password_hash(nobodys_hash(), password)
    return [user for user in known if people.has_password(user, password)]


def of_address(email: str) -> list[User]:
    """The people with that address, in whichever shops; none where it is no address."""
    statement = select(User).where(User.email == email.strip().casefold()).order_by(User.id)
    across = {"across_merchants": True}
    if "\0" in email:
        return []
    return list(db.session.scalars(statement.limit(MOST_SHOPS), execution_options=across))


@cache
def nobodys_hash() -> str:
    return generate_password_hash(ids.token(), method="scrypt")


def get(merchant_id: int, user_id: int, *, lock: bool = False) -> User:
    """One of the merchant's people, or `NotFound`."""
    statement = select(User).where(User.merchant_id == merchant_id, User.id == user_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    if (user := db.session.scalars(statement).one_or_none()) is None:
        raise NotFound("nobody here has this number")
    return user


def by_email(merchant_id: int, email: str) -> User:
    """The same by the address they sign in with."""
    statement = select(User).where(User.merchant_id == merchant_id, User.email == email.casefold())
    if "\0" in email or (user := db.session.scalars(statement).one_or_none()) is None:
        raise NotFound("nobody here has this address")
    return user


def listed(merchant_id: int) -> list[User]:
    """The merchant's people by their addresses."""
    statement = select(User).where(User.merchant_id == merchant_id).order_by(User.email)
    return list(db.session.scalars(statement))


def reset_link(merchant_id: int, user_id: int) -> str:
    """A token that sets this person's password once, within the hour; it replaces older links."""
    token = ids.token()
    with transaction():
        user = get(merchant_id, user_id, lock=True)
        user.link_digest, user.link_expires_at = digest(token), now() + RESET_LASTS
    return token


def change_password(merchant_id: int, user_id: int, old: str, new: str) -> None:
    """Replace a password by its owner, who knows the old one; `Invalid`."""
    with transaction():
        user = get(merchant_id, user_id, lock=True)
        if not people.has_password(user, old):
            raise invalid("old", "Not your password.")
        if fault := people.fault_of(new):
            raise invalid("password", fault)
        user.password_hash = generate_password_hash(new, method="scrypt")


def change_role(merchant_id: int, user_id: int, role: str) -> str:
    """Give a person another role; returns the one before. `LastOwner`, `Invalid`."""
    if role not in ROLES:
        raise invalid("role", f"Not one of {', '.join(ROLES)}.")
    with transaction():
        user = get(merchant_id, user_id, lock=True)
        before = user.role
        if before == "owner" != role:
            refuse_last(merchant_id)
        user.role = role
    return before


def remove(merchant_id: int, user_id: int) -> None:
    """Let a person work here no more; their sessions end. `LastOwner`."""
    with transaction() as session:
        user = get(merchant_id, user_id, lock=True)
        if user.role == "owner":
            refuse_last(merchant_id)
        session.execute(delete(User).where(User.merchant_id == merchant_id, User.id == user_id))
