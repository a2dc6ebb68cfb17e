"""Answering whether lines of an order may come back, in four statements at most."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from commerce.clock import now
from commerce.errors import Invalid
from commerce.merchants import Known
from returns import order_case, published
from returns.asking import outside
from returns.eligibility import Eligibility, assess_by_versions
from returns.policy_versions import in_force
from returns.request_checks import request_problems
from returns.requests import asked_line


def answer(
    merchant: Known, number: str, lines: Sequence[Mapping[str, Any]] | None, at: datetime | None = None
) -> Eligibility:
    """Judge lines of the API body, or all that is left of each line, at a time (None: now).

    Raises `NotFound` for an unknown order, `Invalid` for lines it lacks and words nobody offers.
    """
    stored = order_case.load(outside, merchant.id, number)
    versions = published.versions(outside, merchant.id)
    asked = None if lines is None else tuple(asked_line(line) for line in lines)
    if asked is not None:
        policy = in_force(versions, stored.order.placed_at)
        if problems := request_problems(asked, stored.order.lines, policy):
            raise Invalid([problem.as_json() for problem in problems])
    return assess_by_versions(stored.case(merchant, at or now(), asked), versions)
