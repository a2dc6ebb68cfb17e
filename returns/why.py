"""Why a return was decided as it was: its policy's rules, held against the facts that were kept with it."""

from typing import Any

from returns import published
from returns.asking import inside
from returns.models.requests import Return
from returns.policy.trace import trace


def traced(request: Return) -> list[dict[str, Any]]:
    """Every rule and test of the return's policy version for each line; nothing where that version is gone."""
    policies = published.compiled(inside, request.merchant_id, [request.policy_version])
    policy = policies.get(request.policy_version)
    if policy is None:
        return []
    return trace(policy, [(line.line_id, line.facts) for line in request.lines])
