"""Whether a mapping, as YAML or JSON gives it, is a return policy."""

from collections.abc import Iterator, Mapping

from returns.policy.checks import (
    by_currency,
    by_locale,
    fixed_amount,
    flag,
    list_of,
    mapping,
    percent,
    text,
    whole,
    word,
)
from returns.policy.condition_checks import check_when
from returns.policy.contradictions import find_contradictions
from returns.policy.problems import Check, Problem, below
from returns.policy.vocabulary import Anchor, Decision, JudgedBy, Method, RefundShipping, Resolution
from returns.statuses import RefundOn

MOST_RULES = 500

_days = whole(0, 36_500)
_resolutions = list_of(word(tuple(Resolution)))
_methods = list_of(word(tuple(Method)))
_reason = text

_TERMS: dict[str, Check] = {
    "decision": word(tuple(Decision)),
    "window_days": _days,
    "window_from": word(tuple(Anchor)),
    "resolutions": _resolutions,
    "methods": _methods,
    "fee": fixed_amount,
    "fees": by_currency,
    "restocking_percent": percent,
    "keep_item": flag,
    "store_credit_bonus_percent": percent,
    "require_photo": flag,
    "refund_on": word(tuple(RefundOn)),
    "message": by_locale,
}

_WINDOW: dict[str, Check] = {
    "days": _days,
    "from": word(tuple(Anchor)),
    "if_not_delivered": word(tuple(Decision)),
}


def _then(value: object, at: str) -> Iterator[Problem]:
    if isinstance(value, Mapping) and not value:
        yield Problem(at, "empty", "must set one term at least")
    yield from mapping(_TERMS)(value, at)


_rule = mapping({"name": text, "when": check_when, "then": _then}, required=("name", "then"))


def _rules(value: object, at: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(at, "wrong_type", "must be a list of rules")
        return
    if len(value) > MOST_RULES:
        yield Problem(at, "too_long", f"must have {MOST_RULES} rules at most")
        return
    names: set[object] = set()
    for index, rule in enumerate(value):
        yield from _rule(rule, below(at, index))
        name = rule.get("name") if isinstance(rule, Mapping) else None
        if isinstance(name, str):
            if name in names:
                yield Problem(f"{at}/{index}/name", "repeated", f"another rule is named {name!r}")
            names.add(name)


_policy = mapping(
    {
        "window": mapping(_WINDOW, required=("days",)),
        "resolutions": _resolutions,
        "store_credit_bonus_percent": percent,
        "methods": _methods,
        "fee": fixed_amount,
        "fees": by_currency,
        "fee_waived_for": list_of(word(tuple(Resolution)), may_be_empty=True),
        "restocking_percent": percent,
        "refund_on": word(tuple(RefundOn)),
        "refund_shipping": word(tuple(RefundShipping)),
        "ship_within_days": whole(1, 365),
        "require_photo_for": list_of(_reason, may_be_empty=True),
        "reasons": list_of(_reason),
        "judged_by": word(tuple(JudgedBy)),
        "rules": _rules,
    }
)


def validate(policy: object, currency: str | None = None) -> list[Problem]:
    """Everything wrong with a policy, in the order of the document; nothing when it may be published.

    ``currency`` is the merchant's own. Contradictions are looked for once each word is right.
    """
    problems = list(_policy(policy, ""))
    if not problems and isinstance(policy, Mapping):
        problems = list(find_contradictions(policy, currency))
    return problems
