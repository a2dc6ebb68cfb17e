"""Withdrawals that are not paid back yet, the most urgent first."""

from datetime import datetime
from typing import NamedTuple

from commerce.database import run
from returns.withdrawal.period import REFUND_WITHIN

# What was never sent is paid by itself, what comes back through its return; the log has no status of its own.
WITHDRAWALS = """
SELECT o.number, o.customer ->> 'name', w.made_at, p.owed, r.code, r.status
FROM withdrawals w JOIN orders o ON o.merchant_id = w.merchant_id AND o.id = w.order_id
LEFT JOIN returns r ON r.merchant_id = w.merchant_id AND r.code = w.return_code
    AND r.status IN ('approved', 'in_transit', 'received')
CROSS JOIN LATERAL (
    SELECT w.cancelled_share + CASE WHEN w.return_code IS NULL THEN w.shipping ELSE 0 END > coalesce(sum(amount), 0)
        AS owed
    FROM refunds WHERE merchant_id = w.merchant_id AND order_id = w.order_id AND withdrawal = w.code
        AND status <> 'failed'
) p
WHERE w.merchant_id = %(merchant)s AND (p.owed OR r.code IS NOT NULL)
ORDER BY w.made_at LIMIT %(most)s
"""


class Withdrawn(NamedTuple):
    """A withdrawal that is not paid back yet: `owed` for what was never sent, or a return that is still open."""

    order: str
    name: str | None
    made_at: datetime
    owed: bool
    return_code: str | None
    return_status: str | None

    @property
    def refund_by(self) -> datetime:
        """Until when the law lets the merchant wait."""
        return self.made_at + REFUND_WITHIN


def listed(merchant_id: int, most: int) -> list[Withdrawn]:
    """At most so many, the most urgent first."""
    return [Withdrawn(*row) for row in run(WITHDRAWALS, {"merchant": merchant_id, "most": most})]
