"""Work that was given up: what other systems refused, or what broke again and again."""

from datetime import datetime
from typing import NamedTuple

from commerce.database import run, transaction

MOST = 100


class Failed(NamedTuple):
    """How often one subscriber gave up, when last, and why."""

    subscriber: str
    times: int
    last_at: datetime
    error: str | None


LATEST = """
SELECT subscriber, count(*), max(settled_at), (array_agg(error ORDER BY settled_at DESC))[1] FROM (
    SELECT subscriber, settled_at, error FROM event_work WHERE merchant_id = %s AND state = 'failed'
    ORDER BY settled_at DESC LIMIT %s
) latest GROUP BY subscriber ORDER BY max(settled_at) DESC
"""
REOPEN = """
UPDATE event_work SET state = 'open', attempts = 0, due_at = now(), rung_at = NULL, settled_at = NULL
WHERE merchant_id = %s AND subscriber = %s AND state = 'failed' RETURNING event_id
"""


def by_subscriber(merchant_id: int) -> list[Failed]:
    """The latest failures, `MOST` of them counted."""
    return [Failed(*row) for row in run(LATEST, (merchant_id, MOST))]


def try_again(merchant_id: int, subscriber: str) -> int:
    """Open all of a subscriber's failed work again; returns how many pieces."""
    with transaction():
        return len(run(REOPEN, (merchant_id, subscriber)))
