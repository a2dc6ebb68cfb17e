"""Where a notice stands, and the moves there are."""

from enum import StrEnum


class NoticeStatus(StrEnum):
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"
    SKIPPED = "skipped"


S = NoticeStatus

# A mail may bounce after a server on its way took delivery of it. A notice that failed is sent again by staff,
# and one that was parked because it may have left is heard of when it had.
ALLOWED: dict[NoticeStatus, frozenset[NoticeStatus]] = {
    S.SCHEDULED: frozenset({S.SENDING, S.SKIPPED, S.DELIVERED, S.BOUNCED, S.FAILED}),
    S.SENDING: frozenset({S.SCHEDULED, S.SENT, S.SKIPPED, S.FAILED, S.DELIVERED, S.BOUNCED}),
    S.SENT: frozenset({S.DELIVERED, S.BOUNCED, S.FAILED}),
    S.DELIVERED: frozenset({S.BOUNCED}),
    S.BOUNCED: frozenset(),
    S.FAILED: frozenset({S.SCHEDULED, S.SENT, S.DELIVERED, S.BOUNCED}),
    S.SKIPPED: frozenset(),
}
