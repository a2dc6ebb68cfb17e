import datetime as dt
from typing import Any

import pytest

from returns.policy.validation import validate
from returns.policy.vocabulary import FACTS, OPERATORS, Kind


def found(when: object) -> list[tuple[str, str]]:
    problems = validate({"rules": [{"name": "A", "when": when, "then": {"fee": 0}}]})
    return [(problem.pointer.removeprefix("/rules/0/when"), problem.code) for problem in problems]


def asked(fact: str, op: str, value: Any) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


BAD_SHAPES = [
    ("always", "", "wrong_type"),
    ({}, "/fact", "required"),
    ({"fact": "line.sku", "value": "A"}, "/op", "required"),
    ({"fact": "line.sku", "op": "eq"}, "/value", "required"),
    ({"fact": ["line.sku"], "op": "eq", "value": "A"}, "/fact", "unknown_fact"),
    ({"fact": "line.sku", "op": "eq", "value": "A", "then": 1}, "/then", "unknown_key"),
    ({"all": []}, "/all", "empty"),
    ({"any": {}}, "/any", "wrong_type"),
    ({"any": [{"fact": "line.sku", "op": "like", "value": "A"}]}, "/any/0/op", "unknown_operator"),
    ({"not": [{"fact": "line.sku", "op": "eq", "value": "A"}]}, "/not", "wrong_type"),
    ({"all": [asked("line.sku", "eq", "A")], "any": [asked("line.sku", "eq", "A")]}, "", "ambiguous"),
]


@pytest.mark.parametrize(("when", "pointer", "code"), BAD_SHAPES)
def test_a_misshapen_condition_is_refused(when: object, pointer: str, code: str) -> None:
    assert (pointer, code) in found(when)


BAD_VALUES = [
    (asked("line.colour", "eq", "red"), "/fact", "unknown_fact"),
    (asked("customer.tags", "eq", "vip"), "/op", "unsuitable_operator"),
    (asked("line.final_sale", "gt", True), "/op", "unsuitable_operator"),
    (asked("return.value", "contains", "3"), "/op", "unsuitable_operator"),
    (asked("return.value", "gt", "30000"), "/value", "wrong_type"),
    (asked("return.value", "gt", 300.5), "/value", "wrong_type"),
    (asked("return.value", "gt", True), "/value", "wrong_type"),
    (asked("return.value", "gt", [30000]), "/value", "wrong_type"),
    (asked("return.value", "gt", None), "/value", "wrong_type"),
    (asked("line.discount_percent", "gte", float("inf")), "/value", "wrong_type"),
    (asked("order.postcode", "eq", 94103), "/value", "wrong_type"),
    (asked("line.final_sale", "eq", "yes"), "/value", "wrong_type"),
    (asked("order.placed_on", "gte", "2026-02-30"), "/value", "wrong_type"),
    (asked("order.placed_on", "gte", dt.datetime(2026, 2, 3)), "/value", "wrong_type"),
    (asked("order.country", "in", "US"), "/value", "wrong_type"),
    (asked("order.country", "in", []), "/value", "empty"),
    (asked("order.country", "in", ["x"] * 1001), "/value", "too_long"),
    (asked("order.country", "in", ["US", 1]), "/value/1", "wrong_type"),
    (asked("order.tags", "contains_any", "sale"), "/value", "wrong_type"),
    (asked("order.tags", "contains", ""), "/value", "empty"),
    (asked("order.value", "between", [100]), "/value", "wrong_type"),
    (asked("order.value", "between", [100, 5]), "/value", "wrong_ends"),
    (asked("order.value", "between", [100, "500"]), "/value/1", "wrong_type"),
    (asked("order.placed_on", "between", ["2026-12-24", dt.date(2026, 1, 1)]), "/value", "wrong_ends"),
    (asked("line.sku", "exists", "yes"), "/value", "wrong_type"),
    (asked("line.sku", "matches", "*a" * 20 + "b"), "/value", "slow_pattern"),
    (asked("line.sku", "matches", "a" * 201), "/value", "slow_pattern"),
    (asked("return.resolution", "eq", "cash"), "/value", "unknown_word"),
    (asked("return.method", "in", ["label", "pigeon"]), "/value/1", "unknown_word"),
]


@pytest.mark.parametrize(("when", "pointer", "code"), BAD_VALUES)
def test_a_test_that_cannot_be_made_is_refused(when: object, pointer: str, code: str) -> None:
    assert found(when) == [(pointer, code)]


GOOD = [
    asked("line.sku", "exists", False),
    {"fact": "line.sku", "op": "exists"},
    asked("order.placed_on", "between", [dt.date(2026, 11, 1), "2026-12-24"]),
    asked("order.postcode", "between", ["94000", "94999"]),
    asked("line.discount_percent", "gt", 33.3),
    asked("customer.tags", "matches", "vip-*"),
    asked("line.sku", "matches", "[!A-M]*-??"),
]


@pytest.mark.parametrize("when", GOOD)
def test_a_test_that_suits_its_fact_is_right(when: object) -> None:
    assert found(when) == []


def test_conditions_that_nest_too_deep_are_refused() -> None:
    when: dict[str, Any] = asked("line.sku", "eq", "A")
    for _ in range(11):
        when = {"not": when}
    assert found(when) == [("", "too_large")]


def test_a_short_text_that_means_billions_of_tests_is_refused() -> None:
    when: dict[str, Any] = asked("line.sku", "eq", "A")
    for _ in range(10):
        when = {"all": [when] * 10}
    assert found(when) == [("", "too_large")]


def test_a_condition_that_contains_itself_is_refused() -> None:
    ring: dict[str, Any] = {}
    ring["not"] = ring
    assert found(ring) == [("", "too_large")]


@pytest.mark.parametrize("op", OPERATORS)
def test_every_operator_can_be_asked_of_some_fact(op: str) -> None:
    assert any(kind in OPERATORS[op] for kind in FACTS.values())


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_fact_can_be_asked_whether_it_exists(kind: Kind) -> None:
    assert kind in OPERATORS["exists"]
