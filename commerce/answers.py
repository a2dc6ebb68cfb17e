"""Answers kept under an idempotency key, written in the transaction of the effect they tell of."""

from datetime import timedelta

from sqlalchemy import select

from commerce import locks
from commerce.clock import now
from commerce.database import db
from commerce.errors import KeyInUse, KeyReused
from commerce.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)


def given(merchant_id: int, key: str, request_digest: bytes) -> KeptAnswer | None:
    """The answer once given under the key; None leaves the key to this transaction until its end.

    Raises `KeyReused` where the key came with another request, `KeyInUse` while that one still runs.
    """
    if not locks.seize(merchant_id, f"answer:{key}"):
        raise KeyInUse("wait for the first request to end, then ask again")
    answer = db.session.scalars(
        select(KeptAnswer)
        .where(KeptAnswer.merchant_id == merchant_id, KeptAnswer.key == key)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if answer and answer.created_at <= now() - KEPT_FOR:
        db.session.delete(answer)
        db.session.flush()
        return None
    if answer and answer.request_digest != request_digest:
        raise KeyReused("use a new key for a new request")
    return answer


def keep(answer: KeptAnswer) -> None:
    """Keep an answer; it must be called in the transaction of its effect."""
    db.session.add(answer)
