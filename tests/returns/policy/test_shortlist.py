"""Rules found by what they name are the rules that asking every one would find."""

from typing import Any

import pytest
from hypothesis import given, settings

from returns.policy.compiled import CompiledPolicy, compile_policy
from returns.policy.conditions import parse
from returns.policy.shortlist import keys
from tests.returns.policy import generated

SKU = {"fact": "line.sku", "op": "eq", "value": "TEE"}
TAG = {"fact": "line.tags", "op": "contains", "value": "sale"}
PRICE = {"fact": "line.unit_paid", "op": "lt", "value": 500}


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        (SKU, {("line.sku", "TEE")}),
        (TAG, {("line.tags", "sale")}),
        ({"fact": "line.sku", "op": "in", "value": ["A", "B"]}, {("line.sku", "A"), ("line.sku", "B")}),
        ({"fact": "line.tags", "op": "contains_any", "value": ["A"]}, {("line.tags", "A")}),
        ({"all": [PRICE, TAG]}, {("line.tags", "sale")}),
        ({"any": [SKU, TAG]}, {("line.sku", "TEE"), ("line.tags", "sale")}),
        ({"any": [SKU, PRICE]}, None),
        ({"not": SKU}, None),
        ({"fact": "line.title", "op": "contains", "value": "tee"}, None),
        (PRICE, None),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_a_condition_names_the_values_without_which_it_fails(
    condition: dict[str, Any], named: set[tuple[str, Any]] | None
) -> None:
    assert keys(parse(condition)) == named


@settings(max_examples=300, deadline=None)
@given(policy=generated.policies, facts=generated.line_facts)
def test_the_shortlist_leaves_out_no_rule_that_holds(policy: dict[str, Any], facts: dict[str, Any]) -> None:
    compiled: CompiledPolicy = compile_policy(policy)
    found = compiled.matching(compiled.rules_for(facts), facts)
    assert list(found) == [rule for rule in compiled.rules if rule.holds(facts)]
