"""The compiled evaluator against the slow one, and the rules of evaluation one by one."""

from typing import Any

import pytest
from hypothesis import given, settings

from returns.policy.compiled import compile_policy
from returns.policy.evaluation import evaluate
from returns.policy.messages import locale_chain
from returns.policy.trace import trace
from returns.policy.verdict import LineVerdict
from tests.returns.policy import reference
from tests.returns.policy.generated import line_facts, policies

VIP = {"fact": "customer.tags", "op": "contains", "value": "vip"}
FINAL = {"fact": "line.final_sale", "op": "eq", "value": True}


def judge(policy: dict[str, Any], facts: dict[str, Any] | None = None, locale: str = "en") -> LineVerdict:
    facts = {"order.currency": "USD", "return.requested_on": "2026-12-01", "line.days_since_delivered": 5} | (
        facts or {}
    )
    return evaluate(compile_policy(policy), facts, "USD", locale_chain(locale, "en"))


def codes(verdict: LineVerdict) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.rule) for reason in verdict.reasons]


@settings(max_examples=200)
@given(policies, line_facts)
def test_the_compiled_policy_judges_as_the_published_rules_do(
    policy: dict[str, Any], facts: dict[str, Any]
) -> None:
    verdict = evaluate(compile_policy(policy), facts, "USD", ("en",))
    expected = reference.judge(policy, facts)
    assert verdict.decision == expected["decision"]
    assert verdict.return_by == expected["return_by"]
    terms = {term: getattr(verdict.terms, term) for term in expected["terms"]}
    assert {term: list(v) if isinstance(v, tuple) else v for term, v in terms.items()} == expected["terms"]
    assert {pair for pair in codes(verdict) if pair[0] != "rule_allow"} == expected["reasons"]


@settings(max_examples=100)
@given(policies, line_facts)
def test_the_trace_tells_what_the_verdict_was_made_from(
    policy: dict[str, Any], facts: dict[str, Any]
) -> None:
    entries = trace(compile_policy(policy), [("L1", facts)])
    matched = [entry["rule"] for entry in entries if entry["matched"]]
    assert matched == [rule["name"] for rule in policy["rules"] if reference.holds(rule["when"], facts)]
    for entry in entries:
        for test in entry["tests"]:
            assert test["result"] == reference.test_holds(test, facts)
            assert test["actual"] == facts[test["fact"]]


def test_the_first_matching_rule_decides_though_a_later_one_would_deny() -> None:
    policy = {
        "rules": [
            {"name": "VIPs", "when": VIP, "then": {"decision": "allow"}},
            {"name": "Final sale", "when": FINAL, "then": {"decision": "deny"}},
        ]
    }
    verdict = judge(policy, {"customer.tags": ["vip"], "line.final_sale": True})
    assert verdict.decision == "allow"
    assert codes(verdict) == [("rule_allow", "VIPs"), ("rule_deny", "Final sale")]
    assert verdict.reasons[1].params == {"overruled_by": "VIPs"}


def test_terms_of_different_rules_go_together() -> None:
    policy = {
        "fee": 495,
        "rules": [
            {"name": "VIPs", "when": VIP, "then": {"fee": 0}},
            {"name": "Everyone", "then": {"fee": 900, "restocking_percent": 15}},
        ],
    }
    verdict = judge(policy, {"customer.tags": ["vip"]})
    assert (verdict.terms.fee, verdict.terms.restocking_percent) == (0, 15)
    assert verdict.decided_by == {"fee": "VIPs", "restocking_percent": "Everyone"}


@pytest.mark.parametrize(
    ("since", "decision", "left"), [(0, "allow", 30), (30, "allow", 0), (31, "deny", None)]
)
def test_the_last_day_of_the_window_is_included(since: int, decision: str, left: int | None) -> None:
    verdict = judge({"window": {"days": 30}}, {"line.days_since_delivered": since})
    assert verdict.decision == decision
    assert verdict.reasons[0].params.get("days_left") == left


def test_a_rule_that_asks_for_review_lets_a_person_look_after_the_window() -> None:
    policy = {"window": {"days": 3}, "rules": [{"name": "Look", "when": VIP, "then": {"decision": "review"}}]}
    verdict = judge(policy, {"customer.tags": ["vip"]})
    assert verdict.decision == "review"
    assert set(codes(verdict)) == {("window_closed", None), ("rule_review", "Look")}


def test_a_rule_that_allows_does_not_open_a_closed_window() -> None:
    policy = {"window": {"days": 3}, "rules": [{"name": "Fine", "then": {"decision": "allow"}}]}
    assert judge(policy).decision == "deny"


@pytest.mark.parametrize(
    ("answer", "decision", "code"),
    [
        ("allow", "allow", "not_delivered"),
        ("review", "review", "not_delivered"),
        ("deny", "deny", "window_closed"),
    ],
)
def test_without_a_delivery_the_policy_says_what_happens(answer: str, decision: str, code: str) -> None:
    policy = {"window": {"days": 3, "from": "delivered", "if_not_delivered": answer}}
    verdict = judge(policy, {"line.days_since_delivered": None})
    assert (verdict.decision, codes(verdict), verdict.return_by) == (decision, [(code, None)], None)


def test_a_policy_without_a_window_never_closes() -> None:
    verdict = judge({"fee": 100}, {"line.days_since_delivered": 9999})
    assert (verdict.decision, verdict.return_by, verdict.reasons) == ("allow", None, ())


def test_a_photo_is_asked_for_by_reason() -> None:
    policy = {"require_photo_for": ["damaged"]}
    assert judge(policy, {"return.reason": "damaged"}).terms.require_photo
    assert not judge(policy, {"return.reason": "too_small"}).terms.require_photo


@pytest.mark.parametrize(
    ("locale", "said"), [("ja", "返品不可"), ("ja-JP", "返品不可"), ("ko", "No"), ("fr", "No")]
)
def test_a_denial_speaks_the_orders_locale_or_else_the_merchants(locale: str, said: str) -> None:
    policy = {
        "rules": [{"name": "Never", "then": {"decision": "deny", "message": {"en": "No", "ja": "返品不可"}}}]
    }
    assert judge(policy, locale=locale).reasons[0].message == said


def test_a_message_without_a_decision_is_among_the_reasons_once() -> None:
    rules = [{"name": name, "then": {"message": f"Hello from {name}"}} for name in ("first", "second")]
    assert codes(judge({"rules": rules})) == [("rule_message", "first")]


@pytest.mark.parametrize(("currency", "fee"), [("USD", 300), ("EUR", 450), ("JPY", 0)])
def test_fixed_amounts_hold_in_their_own_currency_alone(currency: str, fee: int) -> None:
    policy = {"fee": 495, "fees": {"EUR": 450}, "rules": [{"name": "Small", "then": {"fee": 300}}]}
    assert judge(policy, {"order.currency": currency}).terms.fee == fee


def test_a_waived_fee_is_waived_in_every_currency() -> None:
    policy = {"fee": 495, "fees": {"EUR": 450}, "rules": [{"name": "Free", "then": {"fee": 0}}]}
    assert judge(policy, {"order.currency": "EUR"}).terms.fee == 0
