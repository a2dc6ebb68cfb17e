"""A policy made ready once per version, so that judging a line parses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from returns.policy.conditions import ALWAYS, Condition, Test, closure, parse, split, tests_of
from returns.policy.messages import Texts, texts
from returns.policy.operators import Facts, Predicate
from returns.policy.problems import InvalidPolicy
from returns.policy.shortlist import Shortlist
from returns.policy.validation import validate
from returns.policy.vocabulary import (
    DEFAULT_REASONS,
    SHARED_FACTS,
    Anchor,
    Decision,
    JudgedBy,
    Method,
    RefundShipping,
    Resolution,
)
from returns.statuses import RefundOn


@dataclass(frozen=True, slots=True)
class Fee:
    """A fixed amount: ``amount`` in the merchant's currency, and what other currencies have of their own."""

    amount: int | None
    by_currency: Mapping[str, int]

    def in_currency(self, currency: str, home: str) -> int | None:
        """The fee for an order in ``currency``, or None when nothing is said; a fee of 0 is 0 everywhere."""
        if currency in self.by_currency:
            return self.by_currency[currency]
        return self.amount if currency == home or self.amount == 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: when it holds, ``terms`` are what it sets beside its fee and its message.

    It holds where both halves of its condition do: the one about facts that all lines share, and the other.
    """

    name: str
    when: Condition
    holds_for_request: Predicate
    holds_for_line: Predicate
    tests: tuple[Test, ...]
    decision: Decision | None
    terms: Mapping[str, Any]
    fee: Fee | None
    message: Texts | None

    def holds(self, facts: Facts) -> bool:
        """Whether the rule matches."""
        return self.holds_for_request(facts) and self.holds_for_line(facts)

    @property
    def sets(self) -> frozenset[str]:
        """The terms this rule has something to say about."""
        extra = (("fee", self.fee), ("message", self.message))
        return frozenset(self.terms) | {term for term, value in extra if value is not None}


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPolicy:
    """One version of a merchant's policy. ``base`` has a value for every term but fee and message.

    It is equal to itself alone, so that what was worked out for it can be kept by it.
    """

    version: int
    rules: tuple[Rule, ...]
    shortlist: Shortlist
    base: Mapping[str, Any]
    fee: Fee
    fee_waived_for: frozenset[str]
    if_not_delivered: Decision
    require_photo_for: frozenset[str]
    reasons: tuple[str, ...]
    ship_within_days: int
    refund_shipping: RefundShipping
    judged_by: JudgedBy

    def rules_for(self, shared: Facts) -> "Possible":
        """The rules that may match lines of a request which share the facts ``shared``."""
        rules = [rule if rule.holds_for_request(shared) else None for rule in self.rules]
        unnamed = [(number, rule) for number in self.shortlist.others if (rule := rules[number]) is not None]
        return Possible(rules, unnamed)

    def matching(self, possible: "Possible", facts: Facts) -> tuple[Rule, ...]:
        """Those of ``rules_for`` that match a line, in their order."""
        found = [number for number, rule in possible.unnamed if rule.holds_for_line(facts)]
        for number in self.shortlist.named(facts):
            rule = possible.rules[number]
            if rule is not None and rule.holds_for_line(facts):
                found.append(number)
        return tuple([self.rules[number] for number in sorted({*found})]) if found else ()


class Possible(NamedTuple):
    """All rules of a policy, None for those that match no line of a request; `unnamed` are to be asked one by one."""

    rules: Sequence[Rule | None]
    unnamed: Sequence[tuple[int, Rule]]


def compile_policy(policy: object, *, version: int = 1, currency: str | None = None) -> CompiledPolicy:
    """Compile what YAML or JSON gave; ``currency`` is the merchant's own. Raises InvalidPolicy."""
    problems = validate(policy, currency)
    if problems or not isinstance(policy, Mapping):
        raise InvalidPolicy(problems)
    window = policy.get("window", {})
    rules = tuple(_rule(rule) for rule in policy.get("rules", ()))
    return CompiledPolicy(
        version=version,
        rules=rules,
        shortlist=Shortlist([split(rule.when, SHARED_FACTS)[1] for rule in rules]),
        base=_base(policy, window),
        fee=_fee(policy) or Fee(0, {}),
        fee_waived_for=frozenset(policy.get("fee_waived_for", ())),
        if_not_delivered=Decision(window.get("if_not_delivered", Decision.REVIEW)),
        require_photo_for=frozenset(policy.get("require_photo_for", ())),
        reasons=tuple(policy.get("reasons", DEFAULT_REASONS)),
        ship_within_days=policy.get("ship_within_days", 14),
        refund_shipping=RefundShipping(policy.get("refund_shipping", RefundShipping.NEVER)),
        judged_by=JudgedBy(policy.get("judged_by", JudgedBy.PLACED)),
    )


def _base(policy: Mapping[str, Any], window: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "decision": Decision.ALLOW,
        "window_days": window.get("days"),
        "window_from": Anchor(window.get("from", Anchor.DELIVERED)),
        "resolutions": _words(Resolution, policy.get("resolutions", Resolution)),
        "methods": _words(Method, policy.get("methods", Method)),
        "restocking_percent": policy.get("restocking_percent", 0),
        "keep_item": False,
        "store_credit_bonus_percent": policy.get("store_credit_bonus_percent", 0),
        "require_photo": False,
        "refund_on": RefundOn(policy.get("refund_on", RefundOn.RECEIVED)),
    }


def _words(kind: type[Resolution] | type[Method], values: Any) -> tuple[str, ...]:
    return tuple(kind(value).value for value in values)


_TERMS: dict[str, Any] = {
    "decision": Decision,
    "window_from": Anchor,
    "refund_on": RefundOn,
    "resolutions": lambda values: _words(Resolution, values),
    "methods": lambda values: _words(Method, values),
}


def _rule(rule: Mapping[str, Any]) -> Rule:
    when = parse(rule["when"]) if "when" in rule else ALWAYS
    for_request, for_line = split(when, SHARED_FACTS)
    then = rule["then"]
    terms = {
        term: _TERMS[term](value) if term in _TERMS else value
        for term, value in then.items()
        if term not in ("fee", "fees", "message")
    }
    return Rule(
        name=rule["name"],
        when=when,
        holds_for_request=closure(for_request),
        holds_for_line=closure(for_line),
        tests=tuple(tests_of(when)),
        decision=terms.get("decision"),
        terms=terms,
        fee=_fee(then),
        message=texts(then["message"]) if "message" in then else None,
    )


def _fee(terms: Mapping[str, Any]) -> Fee | None:
    if "fee" not in terms and "fees" not in terms:
        return None
    return Fee(terms.get("fee"), dict(terms.get("fees", {})))
