"""Who is signed in to the console, with which browser, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from commerce import ids
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import StaffSession, User
from commerce.people import digest

LONGEST = timedelta(days=30)
UNUSED = timedelta(days=3)
SEEN_EVERY = timedelta(minutes=5)  # how exactly it is known when a session was last used
MOST_BROWSER = 200


@dataclass(frozen=True)
class Staff:
    """A person at work: whose shop, who, what they may do, and by which session."""

    merchant_id: int
    user_id: int
    email: str
    role: str
    locale: str | None
    session_id: int


def begin(user: User, address: str, browser: str) -> str:
    """Sign a person in; returns the token that their browser keeps. Sessions that ran out are dropped."""
    token = ids.token()
    with transaction() as session:
        session.execute(
            delete(StaffSession).where(
                StaffSession.merchant_id == user.merchant_id,
                StaffSession.user_id == user.id,
                (StaffSession.created_at < now() - LONGEST) | (StaffSession.seen_at < now() - UNUSED),
            )
        )
        session.add(
            StaffSession(
                merchant_id=user.merchant_id,
                user_id=user.id,
                digest=digest(token),
                address=address,
                browser=browser[:MOST_BROWSER],
                created_at=now(),
                seen_at=now(),
            )
        )
    return token


def find(token: str) -> Staff | None:
    """Who holds that token, unless the session was ended or ran out."""
    same = (User.merchant_id == StaffSession.merchant_id) & (User.id == StaffSession.user_id)
    row = db.session.execute(
        select(
            User.merchant_id,
            User.id,
            User.email,
            User.role,
            User.locale,
            StaffSession.id,
            StaffSession.seen_at,
        )
        .join(User, same)
        .where(
            StaffSession.digest == digest(token),
            StaffSession.created_at > now() - LONGEST,
            StaffSession.seen_at > now() - UNUSED,
        ),
        execution_options={"across_merchants": True},
    ).one_or_none()
    if row is None:
        return None
    staff = Staff(*row[:6])
    note_use(staff, row[6])
    return staff


def note_use(staff: Staff, seen_at: datetime) -> None:
    if seen_at > now() - SEEN_EVERY:
        return
    with transaction() as session:
        session.execute(
            update(StaffSession)
            .where(StaffSession.merchant_id == staff.merchant_id, StaffSession.id == staff.session_id)
            .values(seen_at=now())
        )


def listed(merchant_id: int, user_id: int) -> list[StaffSession]:
    """A person's sessions, the last used first."""
    return list(
        db.session.scalars(
            select(StaffSession)
            .where(
                StaffSession.merchant_id == merchant_id,
                StaffSession.user_id == user_id,
                StaffSession.created_at > now() - LONGEST,
                StaffSession.seen_at > now() - UNUSED,
            )
            .order_by(StaffSession.seen_at.desc(), StaffSession.id.desc())
        )
    )


def end(merchant_id: int, user_id: int, session_id: int) -> None:
    """End one of a person's sessions, if they have it."""
    end_where(merchant_id, user_id, StaffSession.id == session_id)


def end_others(merchant_id: int, user_id: int, kept: int | None = None) -> None:
    """End a person's sessions, all or all but the `kept` one."""
    end_where(merchant_id, user_id, StaffSession.id != (kept or 0))


def end_where(merchant_id: int, user_id: int, which: ColumnElement[bool]) -> None:
    mine = (StaffSession.merchant_id == merchant_id, StaffSession.user_id == user_id)
    with transaction() as session:
        session.execute(delete(StaffSession).where(*mine, which))
