"""What of returns, refunds and claims waits for somebody's hand, oldest first."""

from datetime import datetime
from typing import NamedTuple

from commerce.database import run


class Task(NamedTuple):
    """Something to do: `review`, `inspect`, `refund` or `failed` of a return, `claim` or `claim_failed`.

    `asked` is `question` or `answer` where the shopper was asked something of a return to be reviewed.
    """

    kind: str
    code: str
    order: str
    name: str | None
    since: datetime
    status: str
    error: str | None
    asked: str | None


WHO = "o.number, o.customer ->> 'name'"
ORDER = "JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id"
# A return that was received is looked at first, then paid; one whose money is under way waits for nobody. What the
# shopper keeps travels nowhere, so it waits as approved.
RETURNS = f"""
(
    SELECT 'review' AS kind, r.code, {WHO}, r.requested_at AS since, r.status, NULL AS error, (
        SELECT n.kind FROM return_notes n
        WHERE n.merchant_id = r.merchant_id AND n.return_id = r.id AND n.kind <> 'note' ORDER BY n.id DESC LIMIT 1
    ) AS asked
    FROM returns r {ORDER} WHERE r.merchant_id = %(merchant)s AND r.status = 'requested'
    ORDER BY r.id LIMIT %(most)s
) UNION ALL (
    SELECT CASE WHEN l.waiting THEN 'inspect' WHEN p.failed IS NOT NULL THEN 'failed' ELSE 'refund' END,
        r.code, {WHO}, r.received_at, r.status, p.failed, NULL
    FROM (
        SELECT * FROM returns WHERE merchant_id = %(merchant)s AND status = 'received' ORDER BY id LIMIT %(most)s
    ) r {ORDER}
    CROSS JOIN LATERAL (
        SELECT bool_or(received_quantity > accepted_quantity + rejected_quantity) AS waiting
        FROM return_lines WHERE merchant_id = r.merchant_id AND return_id = r.id
    ) l
    CROSS JOIN LATERAL (
        SELECT bool_or(status IN ('pending', 'unknown')) AS moving,
            max(coalesce(error, '')) FILTER (WHERE status = 'failed') AS failed
        FROM refunds WHERE merchant_id = r.merchant_id AND return_id = r.id
    ) p
    WHERE l.waiting OR p.moving IS NOT TRUE
) UNION ALL (
    SELECT 'refund', r.code, {WHO}, r.approved_at, r.status, NULL, NULL
    FROM (
        SELECT * FROM returns k WHERE merchant_id = %(merchant)s AND status = 'approved' AND (
            refund_on = 'approved' OR NOT EXISTS (
                SELECT 1 FROM return_lines
                WHERE merchant_id = k.merchant_id AND return_id = k.id AND NOT keep_item
            )
        )
        UNION ALL SELECT * FROM returns
        WHERE merchant_id = %(merchant)s AND status = 'in_transit' AND refund_on IN ('approved', 'in_transit')
    ) r {ORDER}
    WHERE NOT EXISTS (SELECT 1 FROM refunds WHERE merchant_id = r.merchant_id AND return_id = r.id)
    ORDER BY r.id LIMIT %(most)s
)
"""  # noqa: S608 - nothing but our own words is put in
CLAIMS = f"""
(
    SELECT 'claim' AS kind, r.code, {WHO}, r.open_at AS since, r.status, NULL AS error, NULL AS asked FROM (
        SELECT * FROM claims WHERE merchant_id = %(merchant)s AND status IN ('open', 'in_review', 'approved')
        ORDER BY id LIMIT %(most)s
    ) r {ORDER}
) UNION ALL (
    SELECT 'claim_failed', r.code, {WHO}, f.created_at, r.status, f.error, NULL FROM (
        SELECT * FROM refunds WHERE merchant_id = %(merchant)s AND status = 'failed' AND claim_id IS NOT NULL
        ORDER BY id DESC LIMIT %(most)s
    ) f JOIN claims r ON r.merchant_id = f.merchant_id AND r.id = f.claim_id {ORDER}
    WHERE NOT EXISTS (
        SELECT 1 FROM refunds WHERE merchant_id = r.merchant_id AND claim_id = r.id AND status <> 'failed'
    )
)
"""  # noqa: S608


def waiting(merchant_id: int, most: int) -> list[Task]:
    """At most so many of each kind, in one statement."""
    return [
        Task(*row) for row in run(f"{RETURNS} UNION ALL {CLAIMS}", {"merchant": merchant_id, "most": most})
    ]
