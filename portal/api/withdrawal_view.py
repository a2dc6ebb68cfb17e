"""A withdrawal as the API shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.api.return_view import refund_json
from returns.models.money import Refund
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import cancelling
from returns.withdrawal.period import REFUND_WITHIN


def shown(withdrawal: Withdrawal) -> dict[str, Any]:
    """What the API's schema dumps of one withdrawal."""
    return all_shown([withdrawal])[0]


def all_shown(several: Sequence[Withdrawal]) -> list[dict[str, Any]]:
    """The same for several withdrawals of one merchant."""
    refunds = cancelling.refunds_of(several)
    return [withdrawal_json(one, refunds[one.code]) for one in several]


def withdrawal_json(withdrawal: Withdrawal, refunds: Sequence[Refund]) -> dict[str, Any]:
    contact, receipt, content = withdrawal.contact, withdrawal.receipt, withdrawal.content
    names = ("made_at", "locale", "currency")
    return {name: getattr(withdrawal, name) for name in names} | {
        "id": withdrawal.code,
        "order": withdrawal.order_number,
        "name": contact.name if contact else None,
        "email": contact.email if contact else None,
        "statement": content["statement"],
        "last_day": date.fromisoformat(content["last_day"]) if content["last_day"] else None,
        "lines": [line_json(line) for line in content["lines"]],
        "receipt_sent_at": receipt.sent_at if receipt else None,
        "return_id": withdrawal.return_code,
        "cancelled_amount": cancelling.owed(withdrawal),
        "due": cancelling.unpaid(withdrawal, refunds),
        "refunds": [refund_json(refund) for refund in refunds],
        "refund_by": (withdrawal.made_at + REFUND_WITHIN).date(),
    }


def line_json(line: dict[str, Any]) -> dict[str, Any]:
    shown = {name: line[name] for name in ("id", "title", "variant", "quantity")}
    return shown | {"cancelled_quantity": line["unsent"]}
