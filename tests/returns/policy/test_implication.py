from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from returns.policy.conditions import Condition, closure, parse
from returns.policy.implication import implies, never_holds
from tests.returns.policy.generated import conditions, line_facts, single_tests


def asked(fact: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


def value(op: str, bound: Any) -> Condition:
    return parse(asked("order.value", op, bound))


VIP = asked("customer.tags", "contains", "vip")
DEAR = asked("order.value", "gt", 100)
DEARER = asked("order.value", "gt", 200)
PROVED = [
    (VIP, VIP),
    ({"all": [VIP, DEAR]}, VIP),
    (VIP, {"any": [DEAR, VIP]}),
    ({"all": [VIP, DEARER]}, {"all": [DEAR, VIP]}),
    ({"any": [DEARER, {"all": [DEAR, VIP]}]}, DEAR),
    ({"not": DEAR}, {"not": DEARER}),
    ({"not": {"any": [DEAR, VIP]}}, {"not": VIP}),
    ({"not": VIP}, asked("customer.tags", "not_contains", "vip")),
    (asked("order.value", "eq", 150), DEAR),
    (asked("order.value", "in", [150, 250]), DEAR),
    (asked("order.value", "between", [200, 300]), DEAR),
    (asked("order.value", "gte", 100), asked("order.value", "gte", 100)),
    (asked("order.value", "gt", 100), asked("order.value", "gte", 100)),
    (asked("order.value", "lt", 100), asked("order.value", "ne", 100)),
    (asked("order.value", "lt", 100), asked("order.value", "not_in", [100, 200])),
    (asked("order.value", "lt", 100), {"not": asked("order.value", "gt", 100)}),
    (asked("order.value", "gt", 1), asked("order.value", "exists", True)),
    (asked("order.value", "exists", False), asked("order.value", "ne", 3)),
    (asked("order.value", "not_in", [1, 2]), asked("order.value", "ne", 1)),
    (asked("line.sku", "starts_with", "TEE-X"), asked("line.sku", "starts_with", "TEE")),
    (asked("line.sku", "starts_with", "TEE-X"), asked("line.sku", "contains", "X")),
    (asked("line.sku", "contains", "TEE-X"), asked("line.sku", "contains_any", ["mug", "TEE"])),
    (asked("line.sku", "not_contains", "E"), asked("line.sku", "not_contains", "TEE")),
    (asked("order.tags", "contains", "a"), asked("order.tags", "contains_any", ["a", "b"])),
    (asked("order.tags", "contains_any", ["a"]), asked("order.tags", "contains", "a")),
]


@pytest.mark.parametrize(("one", "other"), PROVED)
def test_what_follows_is_proved(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert implies(parse(one), parse(other))


NOT_SO = [
    (VIP, {"all": [VIP, DEAR]}),
    ({"any": [VIP, DEAR]}, VIP),
    (DEAR, DEARER),
    (asked("order.value", "gte", 100), DEAR),
    (asked("order.value", "lt", 100), asked("order.value", "between", [0, 99])),
    ({"not": asked("order.value", "lt", 5)}, asked("order.value", "gte", 5)),
    (asked("order.value", "ne", 1), asked("order.value", "exists", True)),
    (asked("order.tags", "contains", "ab"), asked("order.tags", "contains", "a")),
    (asked("order.tags", "starts_with", "ab"), asked("order.tags", "contains", "a")),
    (asked("order.channel", "eq", "web"), asked("order.country", "eq", "web")),
]


@pytest.mark.parametrize(("one", "other"), NOT_SO)
def test_what_does_not_follow_is_not_claimed(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not implies(parse(one), parse(other))


@settings(max_examples=150)
@given(
    st.lists(conditions | single_tests(), min_size=2, max_size=8),
    st.lists(line_facts, min_size=1, max_size=6),
)
def test_a_proof_is_never_wrong(nodes: list[dict[str, Any]], facts: list[dict[str, Any]]) -> None:
    parsed = [parse(node) for node in nodes]
    for one in parsed:
        held = [closure(one)(fact) for fact in facts]
        assert not (never_holds(one) and any(held))
        for other in parsed:
            if implies(one, other):
                assert all(closure(other)(fact) for fact, holds in zip(facts, held, strict=True) if holds)


@pytest.mark.parametrize(
    "parts",
    [
        [DEAR, asked("order.value", "lt", 50)],
        [DEAR, asked("order.value", "lte", 100)],
        [asked("line.sku", "eq", "A"), asked("line.sku", "in", ["B", "C"])],
        [VIP, {"not": VIP}],
        [asked("line.sku", "exists", False), asked("line.sku", "starts_with", "A")],
    ],
)
def test_tests_that_exclude_each_other_never_hold_together(parts: list[dict[str, Any]]) -> None:
    assert never_holds(parse({"all": parts}))
    assert never_holds(parse({"any": [{"all": parts}]}))
    assert not never_holds(parse({"any": parts}))
