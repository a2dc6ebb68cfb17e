"""Notices as staff see them: listed newest first, and sent again where they failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commerce.clock import now
from commerce.database import run, transaction
from commerce.errors import Conflict, NotFound
from notifications.statuses import NoticeStatus

SHOWN = tuple(status.value for status in NoticeStatus if status is not NoticeStatus.SENDING)


class NoticeNotFailed(Conflict):
    code, title = "notice_not_failed", "Only a notice that failed is sent again"


@dataclass(frozen=True)
class Listed:
    """A notice; `number` is its row's, to page by."""

    number: int
    id: str
    kind: str
    channel: str
    to: str | None
    status: str
    skip_reason: str | None
    error: str | None
    order: str
    shipment: str | None
    return_: str | None
    claim: str | None
    subject: str | None
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


def listed(
    merchant_id: int,
    *,
    order: str | None = None,
    status: str | None = None,
    after: int | None = None,
    most: int = 50,
) -> list[Listed]:
    """The merchant's notices, the last written first; `after` is the row number where the page before ended."""
    conditions: list[tuple[str, list[Any]]] = [("n.merchant_id = %s", [merchant_id])]
    if order is not None:
        conditions.append((OF_ORDER, [merchant_id, order]))
    if status is not None:
        conditions.append(OF_STATUS.get(status, ("n.status = %s", [status])))
    if after is not None:
        conditions.append(("n.id < %s", [after]))
    where = " AND ".join(condition for condition, _ in conditions)
    values = [value for _, given in conditions for value in given]
    rows = run(f"{READ} WHERE {where} ORDER BY n.id DESC LIMIT %s", [*values, most])
    return [Listed(*row) for row in rows]


# Of one status the index has the rows in their order; of two it has not.
OF_STATUS: dict[str, tuple[str, list[Any]]] = {
    "scheduled": ("n.status = ANY(%s)", [["scheduled", "sending"]])
}
OF_ORDER = "n.order_id = (SELECT id FROM orders WHERE merchant_id = %s AND number = %s)"


def get(merchant_id: int, code: str) -> Listed:
    """One notice; raises `NotFound`."""
    rows = run(f"{READ} WHERE n.merchant_id = %s AND n.code = %s", (merchant_id, code))
    if not rows:
        raise NotFound("there is no notice with this id")
    return Listed(*rows[0])


READ = """
SELECT n.id, n.code, n.kind, n.channel, n.recipient_masked,
    CASE n.status WHEN 'sending' THEN 'scheduled' ELSE n.status END, n.skip_reason, n.error,
    o.number, s.code, r.code, c.code, n.subject, n.attempts, n.created_at, n.due_at, n.sent_at
FROM notices n JOIN orders o ON o.merchant_id = n.merchant_id AND o.id = n.order_id
LEFT JOIN shipments s ON s.merchant_id = n.merchant_id AND s.id = n.shipment_id
LEFT JOIN returns r ON r.merchant_id = n.merchant_id AND r.id = n.return_id
LEFT JOIN claims c ON c.merchant_id = n.merchant_id AND c.id = n.claim_id
"""


def retry(merchant_id: int, code: str) -> Listed:
    """Let a notice that failed be due at once; raises `NotFound`, or `NoticeNotFailed` for any other."""
    with transaction():
        if not run(RETRY, (now(), merchant_id, code)):
            raise NoticeNotFailed(f"this one is {get(merchant_id, code).status}")
        return get(merchant_id, code)


RETRY = """
UPDATE notices SET status = 'scheduled', due_at = %s, begun_at = NULL, attempts = 0, error = NULL,
    settled_at = NULL, provider_id = NULL
WHERE merchant_id = %s AND code = %s AND status = 'failed' RETURNING id
"""
