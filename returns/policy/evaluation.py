"""Judging one line: the first matching rule decides each term, then the window is checked."""

import datetime as dt
from functools import lru_cache
from typing import Any

from returns.policy.compiled import CompiledPolicy, Rule
from returns.policy.messages import BUILT_IN, pick
from returns.policy.operators import Facts
from returns.policy.verdict import LineVerdict, Reason, Terms, by_weight
from returns.policy.vocabulary import Decision
from returns.policy.window import Window, running_window


def evaluate(
    policy: CompiledPolicy,
    facts: Facts,
    home: str,
    locales: tuple[str, ...],
    rules: list[Rule] | None = None,
) -> LineVerdict:
    """Judge one line.

    ``facts`` are those of the vocabulary, absent ones left out or None; ``home`` is the merchant's currency;
    ``locales`` are tried in turn for the messages; ``rules`` saves work for the lines of one request, being what
    ``rules_for`` gave for it. The same arguments always give the same verdict.
    """
    possible = policy.rules_for(facts) if rules is None else rules
    matching = [rule for rule in possible if rule.holds_for_line(facts)]
    terms, decided_by = _terms(policy, matching, facts, home)
    reasons = _rule_reasons(matching, decided_by, locales)
    window, window_decision = None, Decision.ALLOW
    if terms.window_days is not None:
        window = running_window(terms.window_days, terms.window_from, facts)
        reason, window_decision = _judge_window(window, policy.if_not_delivered, locales)
        reasons.append(reason)
    return LineVerdict(
        decision=_decide(terms.decision, window_decision),
        return_by=window.return_by if window else None,
        terms=terms,
        reasons=by_weight(reasons),
        decided_by=decided_by,
    )


def _decide(by_rules: Decision, by_window: Decision) -> Decision:
    if by_rules is Decision.ALLOW:
        return by_window
    # A rule that asks for review lets a person look even after the window has closed.
    return by_rules


def _terms(
    policy: CompiledPolicy, matching: list[Rule], facts: Facts, home: str
) -> tuple[Terms, dict[str, str]]:
    currency = facts.get("order.currency") or home
    merged: dict[str, Any] = {
        **policy.base,
        "fee": policy.fee.in_currency(currency, home) or 0,
        "require_photo": facts.get("return.reason") in policy.require_photo_for,
    }
    decided_by: dict[str, str] = {}
    # From last to first, so that the first match is the one that stays.
    for rule in reversed(matching):
        for term, value in rule.terms.items():
            merged[term] = value
            decided_by[term] = rule.name
        if rule.fee is not None and (fee := rule.fee.in_currency(currency, home)) is not None:
            merged["fee"] = fee
            decided_by["fee"] = rule.name
        if rule.message is not None:
            decided_by["message"] = rule.name
    return Terms(**merged), decided_by


def _rule_reasons(matching: list[Rule], decided_by: dict[str, str], locales: tuple[str, ...]) -> list[Reason]:
    decider, speaker = decided_by.get("decision"), decided_by.get("message")
    reasons = []
    for rule in matching:
        if rule.name == decider or rule.decision in (Decision.DENY, Decision.REVIEW):
            reasons.append(_decision_reason(rule, decider, locales))
        elif rule.name == speaker and rule.message:
            reasons.append(Reason("rule_message", rule.name, pick(rule.message, locales), {}, Decision.ALLOW))
    return reasons


def _decision_reason(rule: Rule, decider: str | None, locales: tuple[str, ...]) -> Reason:
    decision = rule.decision or Decision.ALLOW
    code = f"rule_{decision}"
    message = pick(rule.message or BUILT_IN[code], locales)
    if rule.name == decider:
        return Reason(code, rule.name, message, {}, decision)
    return Reason(code, rule.name, message, {"overruled_by": decider}, Decision.ALLOW)


def _judge_window(
    window: Window | None, if_not_delivered: Decision, locales: tuple[str, ...]
) -> tuple[Reason, Decision]:
    if window is None:
        code = "window_closed" if if_not_delivered is Decision.DENY else "not_delivered"
        text = "window_not_started" if if_not_delivered is Decision.DENY else "not_delivered"
        return Reason(code, None, pick(BUILT_IN[text], locales), {}, if_not_delivered), if_not_delivered
    if window.is_open:
        message = _with_date("window_open", window.return_by, locales)
        return Reason(
            "window_open", None, message, {"days_left": window.days_left}, Decision.ALLOW
        ), Decision.ALLOW
    message = _with_date("window_closed", window.return_by, locales)
    params = {"return_by": window.return_by.isoformat(), "days_late": -window.days_left}
    return Reason("window_closed", None, message, params, Decision.DENY), Decision.DENY


@lru_cache(maxsize=4096)
def _with_date(code: str, return_by: dt.date, locales: tuple[str, ...]) -> str:
    return pick(BUILT_IN[code], locales).format(return_by=return_by.isoformat())
