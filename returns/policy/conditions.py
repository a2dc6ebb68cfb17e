"""A rule's condition as a tree of tests, and the closure that decides it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from returns.policy.condition_checks import as_fact
from returns.policy.operators import PREDICATES, Facts, Predicate


@dataclass(frozen=True, slots=True)
class Test:
    """One question to one fact."""

    fact: str
    op: str
    value: Any
    holds: Predicate


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Condition"


Condition = Test | All | AnyOf | Not

ALWAYS = All(())


def parse(node: Mapping[str, Any]) -> Condition:
    """The tree of a validated condition."""
    if "all" in node:
        return All(tuple(parse(member) for member in node["all"]))
    if "any" in node:
        return AnyOf(tuple(parse(member) for member in node["any"]))
    if "not" in node:
        return Not(parse(node["not"]))
    fact, op, given = node["fact"], node["op"], node.get("value", True)
    value = [as_fact(member) for member in given] if isinstance(given, list) else as_fact(given)
    return Test(fact, op, value, PREDICATES[op](fact, value))


def closure(condition: Condition) -> Predicate:
    """The condition as one call."""
    match condition:
        case Test():
            return condition.holds
        case Not():
            part = closure(condition.part)
            return lambda facts: not part(facts)
        case All():
            return _all([closure(part) for part in condition.parts])
        case AnyOf():
            return _any([closure(part) for part in condition.parts])


def _all(parts: list[Predicate]) -> Predicate:
    # One or two parts are what most rules have, and a loop would cost more than they do.
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda facts: first(facts) and second(facts)

    def holds(facts: Facts) -> bool:
        for part in parts:
            if not part(facts):
                return False
        return True

    return holds


def _any(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda facts: first(facts) or second(facts)

    def holds(facts: Facts) -> bool:
        for part in parts:
            if part(facts):
                return True
        return False

    return holds


def split(condition: Condition, facts: frozenset[str]) -> tuple[Condition, Condition]:
    """Two conditions that together are the given one; the first asks only of ``facts``."""
    if _asks_only_of(condition, facts):
        return condition, ALWAYS
    if not isinstance(condition, All):
        return ALWAYS, condition
    first = tuple(part for part in condition.parts if _asks_only_of(part, facts))
    return All(first), All(tuple(part for part in condition.parts if part not in first))


def _asks_only_of(condition: Condition, facts: frozenset[str]) -> bool:
    return all(test.fact in facts for test in tests_of(condition))


def tests_of(condition: Condition) -> Iterator[Test]:
    """The tests of a condition as they are written, from first to last."""
    match condition:
        case Test():
            yield condition
        case Not():
            yield from tests_of(condition.part)
        case All() | AnyOf():
            for part in condition.parts:
                yield from tests_of(part)
