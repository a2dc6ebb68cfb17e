"""Work that was given up, what other systems refused or what broke again and again; and who did not answer."""

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


class Unanswered(NamedTuple):
    """A system that did not answer well when it was last asked; `code` is one of `connections.CODES`."""

    provider: str
    at: datetime
    code: str


class Troubles(NamedTuple):
    """All of it, the latest first."""

    work: list[Failed]
    unanswered: list[Unanswered]


LATEST = """
SELECT 'work', subscriber, count(*), max(settled_at) AS at, (array_agg(error ORDER BY settled_at DESC))[1] FROM (
    SELECT subscriber, settled_at, error FROM event_work WHERE merchant_id = %(merchant)s AND state = 'failed'
    ORDER BY settled_at DESC LIMIT %(most)s
) latest GROUP BY subscriber
UNION ALL
SELECT 'unanswered', provider, 1, failed_at, code FROM connection_checks
WHERE merchant_id = %(merchant)s AND failed_at > coalesce(well_at, '-infinity')
ORDER BY at DESC
"""
REOPEN = """
UPDATE event_work SET state = 'open', attempts = 0, due_at = now(), rung_at = NULL, settled_at = NULL
WHERE merchant_id = %s AND subscriber = %s AND state = 'failed' RETURNING event_id
"""


def troubles(merchant_id: int) -> Troubles:
    """The latest failures, `MOST` of them counted by their subscriber, and who did not answer; in one statement."""
    found = Troubles([], [])
    for what, name, times, last_at, why in run(LATEST, {"merchant": merchant_id, "most": MOST}):
        if what == "work":
            found.work.append(Failed(name, times, last_at, why))
        else:
            found.unanswered.append(Unanswered(name, last_at, why))
    return found


def try_again(merchant_id: int, subscriber: str) -> int:
    """Open all of a subscriber's failed work again; returns how many pieces."""
    with transaction():
        return len(run(REOPEN, (merchant_id, subscriber)))
