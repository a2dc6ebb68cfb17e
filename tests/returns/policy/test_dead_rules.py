from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from returns.policy.compiled import compile_policy
from returns.policy.dead_rules import find_dead_rules
from returns.policy.evaluation import evaluate
from tests.returns.policy.generated import line_facts, policies

DEAR = {"fact": "order.value", "op": "gt", "value": 100}
DEARER = {"fact": "order.value", "op": "gt", "value": 200}
CHEAP = {"fact": "order.value", "op": "lt", "value": 50}


def dead(*rules: tuple[str, dict[str, Any] | None, dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    written = [{"name": name, "then": then} | ({"when": when} if when else {}) for name, when, then in rules]
    return {found.rule: found.behind for found in find_dead_rules(compile_policy({"rules": written}))}


def test_a_rule_behind_a_wider_one_that_sets_the_same_is_dead() -> None:
    wide, narrow = ("wide", DEAR, {"fee": 5, "decision": "review"}), ("narrow", DEARER, {"decision": "deny"})
    assert dead(wide, narrow) == {"narrow": ("wide",)}
    assert dead(narrow, wide) == {}


def test_a_rule_that_sets_something_more_is_alive() -> None:
    assert dead(("wide", DEAR, {"fee": 5}), ("narrow", DEARER, {"fee": 0, "keep_item": True})) == {}


def test_several_rules_together_can_stand_before_one() -> None:
    rules = [
        ("fee", DEAR, {"fee": 5}),
        ("all", None, {"decision": "allow"}),
        ("late", DEARER, {"fee": 3, "decision": "deny"}),
    ]
    assert dead(*rules) == {"late": ("fee", "all")}


def test_everything_behind_a_rule_for_all_is_dead() -> None:
    assert dead(("all", None, {"decision": "allow"}), ("late", CHEAP, {"decision": "deny"})) == {
        "late": ("all",)
    }


def test_a_rule_that_can_never_match_is_dead_behind_nobody() -> None:
    assert dead(("never", {"all": [DEAR, CHEAP]}, {"fee": 0})) == {"never": ()}


@pytest.mark.parametrize(
    ("earlier", "later", "is_dead"),
    [
        ({"fee": 300}, {"fee": 200}, True),
        ({"fee": 0}, {"fee": 200, "fees": {"EUR": 100}}, True),
        ({"fee": 300}, {"fee": 0}, False),
        ({"fee": 300}, {"fees": {"EUR": 100}}, False),
        ({"fees": {"EUR": 100}}, {"fee": 300}, False),
        ({"fee": 300, "fees": {"EUR": 100}}, {"fees": {"EUR": 50}}, True),
    ],
)
def test_a_fee_stands_before_another_in_its_currencies_alone(
    earlier: dict[str, Any], later: dict[str, Any], is_dead: bool
) -> None:
    assert bool(dead(("earlier", DEAR, earlier), ("later", DEAR, later))) is is_dead


@settings(max_examples=100)
@given(policies, st.lists(line_facts, min_size=1, max_size=5))
def test_a_dead_rule_never_decides(policy: dict[str, Any], facts: list[dict[str, Any]]) -> None:
    compiled = compile_policy(policy)
    found = {dead.rule for dead in find_dead_rules(compiled)}
    deciding = {
        rule for fact in facts for rule in evaluate(compiled, fact, "USD", ("en",)).decided_by.values()
    }
    assert not found & deciding
