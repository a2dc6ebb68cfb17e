from typing import Any

import pytest
from hypothesis import given

from returns.policy.compiled import compile_policy
from returns.policy.problems import InvalidPolicy
from returns.policy.validation import validate
from tests.returns.policy.generated import policies

EVERYTHING = {
    "window": {"days": 30, "from": "delivered", "if_not_delivered": "review"},
    "resolutions": ["exchange", "store_credit", "refund"],
    "store_credit_bonus_percent": 10,
    "methods": ["label", "qr_code", "drop_off", "in_store", "own_carrier"],
    "fee": 495,
    "fees": {"EUR": 450},
    "fee_waived_for": ["exchange", "store_credit"],
    "restocking_percent": 2.5,
    "refund_on": "received",
    "refund_shipping": "full_return",
    "ship_within_days": 14,
    "require_photo_for": ["damaged"],
    "reasons": ["damaged", "changed_mind"],
    "judged_by": "newest_if_kinder",
    "rules": [
        {
            "name": "All terms",
            "when": {"not": {"fact": "return.reason", "op": "in", "value": ["changed_mind"]}},
            "then": {
                "decision": "review",
                "window_days": 60,
                "window_from": "ordered",
                "resolutions": ["store_credit"],
                "methods": ["label"],
                "fee": 0,
                "fees": {"JPY": 500},
                "restocking_percent": 0,
                "keep_item": True,
                "store_credit_bonus_percent": 5,
                "require_photo": True,
                "refund_on": "inspected",
                "message": {"en": "We'll look.", "pt-BR": "Vamos ver."},
            },
        }
    ],
}


def found(policy: object) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in validate(policy, "USD")]


def test_a_policy_that_uses_every_key_is_right() -> None:
    assert found(EVERYTHING) == []


def test_every_key_may_be_left_out() -> None:
    assert found({}) == []


@given(policies)
def test_policies_made_of_right_words_are_right(policy: dict[str, Any]) -> None:
    assert found(policy) == []


BAD_BASE = [
    (None, "", "wrong_type"),
    ([], "", "wrong_type"),
    ({"windw": {}}, "/windw", "unknown_key"),
    ({3: 4}, "/3", "unknown_key"),
    ({"a/b~c": 1}, "/a~1b~0c", "unknown_key"),
    ({"window": 30}, "/window", "wrong_type"),
    ({"window": {"from": "delivered"}}, "/window/days", "required"),
    ({"window": {"days": -1}}, "/window/days", "out_of_range"),
    ({"window": {"days": "30"}}, "/window/days", "wrong_type"),
    ({"window": {"days": True}}, "/window/days", "wrong_type"),
    ({"window": {"days": 30, "from": "paid"}}, "/window/from", "unknown_word"),
    ({"resolutions": "refund"}, "/resolutions", "wrong_type"),
    ({"resolutions": []}, "/resolutions", "empty"),
    ({"resolutions": ["refund", "cash"]}, "/resolutions/1", "unknown_word"),
    ({"resolutions": ["refund", "refund"]}, "/resolutions/1", "repeated"),
    ({"resolutions": [["refund"]]}, "/resolutions/0", "wrong_type"),
    ({"methods": []}, "/methods", "empty"),
    ({"fee": 4.95}, "/fee", "wrong_type"),
    ({"fee": -1}, "/fee", "out_of_range"),
    ({"fees": {"eur": 450}}, "/fees/eur", "unknown_currency"),
    ({"fees": {"EUR": "450"}}, "/fees/EUR", "wrong_type"),
    ({"fees": 450}, "/fees", "wrong_type"),
    ({"restocking_percent": 101}, "/restocking_percent", "out_of_range"),
    ({"restocking_percent": float("nan")}, "/restocking_percent", "wrong_type"),
    ({"restocking_percent": 12.345}, "/restocking_percent", "too_precise"),
    ({"refund_on": "sent"}, "/refund_on", "unknown_word"),
    ({"ship_within_days": 0}, "/ship_within_days", "out_of_range"),
    ({"reasons": []}, "/reasons", "empty"),
    ({"reasons": ["a\x00b"]}, "/reasons/0", "unprintable"),
    ({"reasons": ["x" * 1001]}, "/reasons/0", "too_long"),
    ({"reasons": [str(number) for number in range(1001)]}, "/reasons", "too_long"),
    ({"rules": None}, "/rules", "wrong_type"),
    ({"rules": ["deny"]}, "/rules/0", "wrong_type"),
    ({"rules": [{"then": {"fee": 0}}]}, "/rules/0/name", "required"),
    ({"rules": [{"name": "A"}]}, "/rules/0/then", "required"),
    ({"rules": [{"name": "A", "then": {}}]}, "/rules/0/then", "empty"),
    ({"rules": [{"name": " ", "then": {"fee": 0}}]}, "/rules/0/name", "empty"),
    ({"rules": [{"name": "A", "then": {"fee": 0}}] * 2}, "/rules/1/name", "repeated"),
    ({"rules": [{}] * 501}, "/rules", "too_long"),
]


@pytest.mark.parametrize(("policy", "pointer", "code"), BAD_BASE)
def test_a_fault_is_named_with_its_place(policy: object, pointer: str, code: str) -> None:
    assert (pointer, code) in found(policy)


BAD_TERMS = [
    ({"decision": "maybe"}, "decision", "unknown_word"),
    ({"decision": 1}, "decision", "wrong_type"),
    ({"windowdays": 3}, "windowdays", "unknown_key"),
    ({"window_days": None}, "window_days", "wrong_type"),
    ({"methods": []}, "methods", "empty"),
    ({"resolutions": []}, "resolutions", "empty"),
    ({"keep_item": "yes"}, "keep_item", "wrong_type"),
    ({"message": {}}, "message", "empty"),
    ({"message": 5}, "message", "wrong_type"),
    ({"message": {"english": "No"}}, "message/english", "unknown_locale"),
    ({"message": {"en": ""}}, "message/en", "empty"),
    ({"message": {"en": None}}, "message/en", "wrong_type"),
]


@pytest.mark.parametrize(("then", "at", "code"), BAD_TERMS)
def test_a_wrong_term_is_named_with_its_place(then: dict[str, Any], at: str, code: str) -> None:
    assert found({"rules": [{"name": "A", "then": then}]}) == [(f"/rules/0/then/{at}", code)]


def test_all_faults_are_reported_at_once() -> None:
    policy = {
        "fee": "x",
        "rules": [{"name": "A", "when": {"fact": "line.colour", "op": "is"}, "then": {"fee": -1}}],
    }
    assert [pointer for pointer, _ in found(policy)] == [
        "/fee",
        "/rules/0/when/fact",
        "/rules/0/when/op",
        "/rules/0/then/fee",
    ]


def test_a_wrong_policy_is_not_compiled() -> None:
    with pytest.raises(InvalidPolicy, match="/fee: must be a whole number") as refusal:
        compile_policy({"fee": "x"})
    assert refusal.value.problems[0].as_json() == {
        "pointer": "/fee",
        "code": "wrong_type",
        "message": "must be a whole number",
    }
