"""Which version of a policy judges an order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from returns.policy.compiled import CompiledPolicy, compile_policy


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """A version and the time from which it is in force."""

    in_force_from: dt.datetime
    policy: CompiledPolicy


_NO_RETURNS = {
    "en": "This shop takes no returns online.",
    "ja": "このショップではオンラインでの返品を受け付けていません。",
    "ko": "이 상점은 온라인 반품을 받지 않습니다.",
}

NO_POLICY = compile_policy(
    {"rules": [{"name": "No return policy", "then": {"decision": "deny", "message": _NO_RETURNS}}]}, version=0
)
"""What judges while a merchant has published nothing: version 0, which denies."""


def in_force(versions: Sequence[PublishedPolicy], placed_at: dt.datetime) -> CompiledPolicy:
    """The version in force when the order was placed; the first one for an older order."""
    if not versions:
        return NO_POLICY
    ordered = sorted(versions, key=lambda version: (version.in_force_from, version.policy.version))
    earlier = [version for version in ordered if version.in_force_from <= placed_at]
    return (earlier[-1] if earlier else ordered[0]).policy
