"""What providers say later of messages that left, and which addresses are written to no more."""

from datetime import timedelta
from typing import Literal

from flask import current_app

from commerce import locks
from commerce.clock import now
from commerce.database import run, transaction
from commerce.retention import forget
from commerce.schedule import periodic
from commerce.vault import Vault
from notifications.statuses import ALLOWED, NoticeStatus

Final = Literal["delivered", "bounced", "failed"]
KEEP_NEWS = timedelta(days=7)  # a message is tried for three days at most


def tell_news(merchant_id: int, channel: str, provider_id: str, status: Final, reason: str | None) -> None:
    """Note what became of a message, named by its provider's id or by its notice's.

    A later status never takes the place of a more final one (`statuses.ALLOWED`). What is told before the
    sending itself was noted is kept until then.
    """
    to = NoticeStatus(status)
    before = [str(known) for known, moves in ALLOWED.items() if to in moves]
    with transaction():
        locks.wait(merchant_id, f"news:{channel}:{provider_id}")
        known = run(FIND, (merchant_id, provider_id, channel, merchant_id, provider_id, channel))
        if not known:
            run(KEEP, (merchant_id, channel, provider_id, status, reason, now()))
        for (notice_id,) in known:
            run(NOTE, (status, reason, now(), merchant_id, notice_id, before))


FIND = """
SELECT id FROM notices WHERE merchant_id = %s AND provider_id = %s AND channel = %s
UNION SELECT id FROM notices WHERE merchant_id = %s AND code = %s AND channel = %s
"""
KEEP = """
INSERT INTO notice_news (merchant_id, channel, provider_id, status, reason, received_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
NOTE = """
UPDATE notices SET status = %s, error = %s, settled_at = %s, leased_until = NULL
WHERE merchant_id = %s AND id = %s AND status = ANY(%s)
"""


def take_kept(merchant_id: int, channel: str, provider_id: str) -> None:
    """Let count what was told of a message before its sending was noted."""
    with transaction():
        locks.wait(merchant_id, f"news:{channel}:{provider_id}")
        for status, reason in run(TAKE, (merchant_id, channel, provider_id)):
            tell_news(merchant_id, channel, provider_id, status, reason)


TAKE = """
DELETE FROM notice_news WHERE merchant_id = %s AND channel = %s AND provider_id = %s
RETURNING status, reason
"""


@periodic("forget-notice-news", every=timedelta(hours=6))
def forget_news() -> int:
    """Drop what was told of messages whose sending was never noted; returns how many."""
    return forget(FORGET, KEEP_NEWS)


FORGET = """
DELETE FROM notice_news WHERE (merchant_id, channel, provider_id, status) IN (
    SELECT merchant_id, channel, provider_id, status FROM notice_news WHERE received_at < :before
    ORDER BY received_at LIMIT :most
) RETURNING status
"""


def suppress(merchant_id: int, channel: str, recipient: str, why: str) -> None:
    """Write to this address on this channel no more; the first reason stays."""
    facts = (merchant_id, channel, digest(recipient), masked(recipient), why, now())
    with transaction():
        run(SUPPRESS, facts)


SUPPRESS = """
INSERT INTO suppressions (merchant_id, channel, recipient_digest, recipient_masked, why, created_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def unsuppress(merchant_id: int, channel: str, recipient: str) -> None:
    """Let this address be written to again."""
    with transaction():
        run(UNSUPPRESS, (merchant_id, channel, digest(recipient)))


UNSUPPRESS = "DELETE FROM suppressions WHERE merchant_id = %s AND channel = %s AND recipient_digest = %s"


def digest(recipient: str) -> bytes:
    """A keyed hash of an address, by which it is recognised and not read."""
    vault: Vault = current_app.extensions["vault"]
    return vault.digest(recipient.strip().casefold())


def masked(recipient: str) -> str:
    """An address as it may be shown: `a•••@example.com`, `•••4567`."""
    local, at, domain = recipient.partition("@")
    return f"{local[:1]}•••@{domain}" if at else f"•••{recipient[-4:]}"
