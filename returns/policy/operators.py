"""Each operator as a maker of predicates over facts; an absent fact is None."""

from collections.abc import Callable, Mapping
from typing import Any

from returns.policy.patterns import compile_pattern
from returns.policy.vocabulary import FACTS, Kind

Facts = Mapping[str, Any]
Predicate = Callable[[Facts], bool]


def _eq(fact: str, value: Any) -> Predicate:
    return lambda facts: bool(facts.get(fact) == value)


def _ne(fact: str, value: Any) -> Predicate:
    return lambda facts: bool(facts.get(fact) != value)


def _lt(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is not None and actual < value


def _lte(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is not None and actual <= value


def _gt(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is not None and actual > value


def _gte(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is not None and actual >= value


def _between(fact: str, value: Any) -> Predicate:
    low, high = value
    return lambda facts: (actual := facts.get(fact)) is not None and low <= actual <= high


def _in(fact: str, value: Any) -> Predicate:
    values = frozenset(value)
    return lambda facts: facts.get(fact) in values


def _not_in(fact: str, value: Any) -> Predicate:
    values = frozenset(value)
    return lambda facts: facts.get(fact) not in values


def _contains(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is not None and value in actual


def _not_contains(fact: str, value: Any) -> Predicate:
    return lambda facts: (actual := facts.get(fact)) is None or value not in actual


def _contains_any(fact: str, value: Any) -> Predicate:
    if FACTS[fact] is Kind.TEXTS:
        wanted = frozenset(value)
        return lambda facts: not wanted.isdisjoint(facts.get(fact) or ())
    values = tuple(value)
    return lambda facts: (actual := facts.get(fact)) is not None and any(one in actual for one in values)


def _starts_with(fact: str, value: Any) -> Predicate:
    return _on_text(fact, lambda text: text.startswith(value))


def _matches(fact: str, value: Any) -> Predicate:
    match = compile_pattern(value).match
    return _on_text(fact, lambda text: match(text) is not None)


def _on_text(fact: str, holds: Callable[[str], bool]) -> Predicate:
    """Ask a text, or whether any text of a list answers yes."""
    if FACTS[fact] is Kind.TEXTS:
        return lambda facts: any(map(holds, facts.get(fact) or ()))
    return lambda facts: (actual := facts.get(fact)) is not None and holds(actual)


def _exists(fact: str, value: Any) -> Predicate:
    return lambda facts: (facts.get(fact) is not None) is value


PREDICATES: dict[str, Callable[[str, Any], Predicate]] = {
    "eq": _eq,
    "ne": _ne,
    "lt": _lt,
    "lte": _lte,
    "gt": _gt,
    "gte": _gte,
    "in": _in,
    "not_in": _not_in,
    "contains": _contains,
    "not_contains": _not_contains,
    "contains_any": _contains_any,
    "starts_with": _starts_with,
    "matches": _matches,
    "exists": _exists,
    "between": _between,
}
