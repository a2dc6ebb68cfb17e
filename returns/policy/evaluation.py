"""Judging one line: the first matching rule decides each term, then the window is checked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from returns.policy.compiled import CompiledPolicy, Possible, Rule
from returns.policy.messages import BUILT_IN, pick
from returns.policy.operators import Facts
from returns.policy.verdict import LineVerdict, Reason, Terms, by_weight
from returns.policy.vocabulary import Decision
from returns.policy.window import last_day


def evaluate(
    policy: CompiledPolicy,
    facts: Facts,
    home: str,
    locales: tuple[str, ...],
    rules: Possible | None = None,
) -> LineVerdict:
    """Judge one line.

    ``facts`` are those of the vocabulary, absent ones left out or None; ``home`` is the merchant's currency;
    ``locales`` are tried in turn for the messages; ``rules`` saves work for the lines of one request, being what
    ``rules_for`` gave for it. The same arguments always give the same verdict.
    """
    possible = policy.rules_for(facts) if rules is None else rules
    currency: str = facts.get("order.currency") or home
    photo = facts.get("return.reason") in policy.require_photo_for
    terms, decided_by, reasons = _settled(
        policy, policy.matching(possible, facts), currency, home, photo, locales
    )
    if terms.window_days is None:
        return LineVerdict(terms.decision, None, terms, reasons, decided_by)
    since = facts.get("line.days_since_" + terms.window_from)
    if since is None:
        return_by, by_window = None, policy.if_not_delivered
        reason = _not_begun(by_window, locales)
    else:
        today = facts["return.requested_on"]
        return_by, reason, by_window = _judge_window(terms.window_days - since, today, locales)
    return LineVerdict(
        decision=_decide(terms.decision, by_window),
        return_by=return_by,
        terms=terms,
        reasons=by_weight([*reasons, reason]),
        decided_by=decided_by,
    )


def _decide(by_rules: Decision, by_window: Decision) -> Decision:
    if by_rules is Decision.ALLOW:
        return by_window
    # A rule that asks for review lets a person look even after the window has closed.
    return by_rules


@lru_cache(maxsize=4096)
def _settled(
    policy: CompiledPolicy,
    matching: tuple[Rule, ...],
    currency: str,
    home: str,
    photo: bool,
    locales: tuple[str, ...],
) -> tuple[Terms, Mapping[str, str], tuple[Reason, ...]]:
    """What the matching rules come to: the same few combinations come again and again."""
    terms, decided_by = _terms(policy, matching, currency, home, photo)
    return terms, decided_by, by_weight(_rule_reasons(matching, decided_by, locales))


def _terms(
    policy: CompiledPolicy, matching: Sequence[Rule], currency: str, home: str, photo: bool
) -> tuple[Terms, dict[str, str]]:
    merged: dict[str, Any] = {
        **policy.base,
        "fee": policy.fee.in_currency(currency, home) or 0,
        "require_photo": photo,
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


def _rule_reasons(
    matching: Sequence[Rule], decided_by: Mapping[str, str], locales: tuple[str, ...]
) -> list[Reason]:
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


def _not_begun(decision: Decision, locales: tuple[str, ...]) -> Reason:
    """What is said while the window's anchor has not happened."""
    closed = decision is Decision.DENY
    message = pick(BUILT_IN["window_not_started" if closed else "not_delivered"], locales)
    return Reason("window_closed" if closed else "not_delivered", None, message, {}, decision)


@lru_cache(maxsize=4096)
def _judge_window(days_left: int, today: str, locales: tuple[str, ...]) -> tuple[dt.date, Reason, Decision]:
    """The last day of a window that runs, what is said of it, and what it decides."""
    return_by = last_day(days_left, today)
    day, is_open = return_by.isoformat(), days_left >= 0
    decision = Decision.ALLOW if is_open else Decision.DENY
    code = "window_open" if is_open else "window_closed"
    params: dict[str, Any] = (
        {"days_left": days_left} if is_open else {"return_by": day, "days_late": -days_left}
    )
    message = pick(BUILT_IN[code], locales).format(return_by=day)
    return return_by, Reason(code, None, message, params, decision), decision
