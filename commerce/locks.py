"""Locks on names, held to the transaction's end: for what has no row to lock yet."""

from sqlalchemy import text

from commerce.database import db


def wait(merchant_id: int, name: str) -> None:
    """Let one transaction at a time go on under a name; the others queue here."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:n, :m))"), _of(merchant_id, name))


def seize(merchant_id: int, name: str) -> bool:
    """The same without a queue: False where another transaction holds the name."""
    taken = db.session.scalar(
        text("SELECT pg_try_advisory_xact_lock(hashtextextended(:n, :m))"), _of(merchant_id, name)
    )
    return bool(taken)


def _of(merchant_id: int, name: str) -> dict[str, str | int]:
    return {"n": name, "m": merchant_id}
