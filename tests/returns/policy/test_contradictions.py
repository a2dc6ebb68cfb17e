from typing import Any

import pytest

from returns.policy.validation import validate


def rule(then: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "A", "then": then, **more}


def reason_is(value: str) -> dict[str, Any]:
    return {"fact": "return.reason", "op": "eq", "value": value}


CONTRADICTIONS = [
    ({"resolutions": ["refund"], "fee_waived_for": ["exchange"]}, "/fee_waived_for/0", "not_offered"),
    (
        {"resolutions": ["refund"], "store_credit_bonus_percent": 10},
        "/store_credit_bonus_percent",
        "not_offered",
    ),
    (
        {"resolutions": ["refund"], "rules": [rule({"store_credit_bonus_percent": 5})]},
        "/rules/0/then/store_credit_bonus_percent",
        "not_offered",
    ),
    (
        {"rules": [rule({"resolutions": ["refund"], "store_credit_bonus_percent": 5})]},
        "/rules/0/then/store_credit_bonus_percent",
        "not_offered",
    ),
    (
        {"rules": [rule({"decision": "deny", "keep_item": True})]},
        "/rules/0/then/keep_item",
        "denied_and_kept",
    ),
    ({"rules": [rule({"window_from": "ordered"})]}, "/rules/0/then/window_from", "window_without_days"),
    ({"reasons": ["late"], "require_photo_for": ["damaged"]}, "/require_photo_for/0", "unknown_reason"),
    (
        {"reasons": ["late"], "rules": [rule({"fee": 0}, when={"all": [{"not": reason_is("lost")}]})]},
        "/rules/0/when/all/0/not/value",
        "unknown_reason",
    ),
    ({"rules": [rule({"fee": 0}, when=reason_is("chnaged_mind"))]}, "/rules/0/when/value", "unknown_reason"),
    ({"fee": 495, "fees": {"USD": 500}}, "/fees/USD", "two_fees"),
    ({"rules": [rule({"fee": 495, "fees": {"USD": 500}})]}, "/rules/0/then/fees/USD", "two_fees"),
]


@pytest.mark.parametrize(("policy", "pointer", "code"), CONTRADICTIONS)
def test_terms_that_contradict_each_other_cannot_be_published(
    policy: dict[str, Any], pointer: str, code: str
) -> None:
    assert [(problem.pointer, problem.code) for problem in validate(policy, "USD")] == [(pointer, code)]


CONSISTENT = [
    {"resolutions": ["refund"], "store_credit_bonus_percent": 0},
    {
        "resolutions": ["refund"],
        "store_credit_bonus_percent": 10,
        "fee_waived_for": ["store_credit"],
        "rules": [rule({"resolutions": ["store_credit"]})],
    },
    {"rules": [rule({"window_from": "ordered", "window_days": 30})]},
    {"rules": [rule({"fee": 0}, when={"fact": "return.reason", "op": "starts_with", "value": "too_"})]},
    {"fee": 495, "fees": {"USD": 495, "EUR": 450}},
]


@pytest.mark.parametrize("policy", CONSISTENT)
def test_terms_that_go_together_can_be_published(policy: dict[str, Any]) -> None:
    assert validate(policy, "USD") == []
