"""What a policy says of one line."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from returns.policy.vocabulary import Anchor, Decision
from returns.statuses import RefundOn


class Reason(NamedTuple):
    """One ground of a decision; ``rule`` is None where the base terms or the counts speak."""

    code: str
    rule: str | None
    message: str
    params: Mapping[str, Any]
    weight: Decision

    def as_json(self) -> dict[str, Any]:
        """The form that the API shows; the weight only orders the list."""
        return {"code": self.code, "rule": self.rule, "message": self.message, "params": dict(self.params)}


class Terms(NamedTuple):
    """What the rules and the base terms come to; ``fee`` is in the order's currency."""

    decision: Decision
    window_days: int | None
    window_from: Anchor
    resolutions: tuple[str, ...]
    methods: tuple[str, ...]
    fee: int
    restocking_percent: float
    keep_item: bool
    store_credit_bonus_percent: float
    require_photo: bool
    refund_on: RefundOn


class LineVerdict(NamedTuple):
    """The decision of a line with every reason, weightiest first, and which rule decided which term."""

    decision: Decision
    return_by: dt.date | None
    terms: Terms
    reasons: tuple[Reason, ...]
    decided_by: Mapping[str, str]


SEVERITY = {Decision.ALLOW: 0, Decision.REVIEW: 1, Decision.DENY: 2}


def by_weight(reasons: list[Reason]) -> tuple[Reason, ...]:
    """The reasons with the weightiest first, else in the order they were found."""
    if len(reasons) < 2:
        return tuple(reasons)
    return tuple(sorted(reasons, key=lambda reason: -SEVERITY[reason.weight]))
