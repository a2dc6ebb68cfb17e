"""Which rules may hold for a line, found by what they ask of it instead of by asking every rule.

Most rules of a long policy name a SKU, a tag, a kind of product. Such a rule is looked up by that value; only the
others are asked one by one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from returns.policy.conditions import All, AnyOf, Condition, Test
from returns.policy.vocabulary import FACTS, Kind

Key = tuple[str, Any]
"""A fact and a value that it, or one of its values, must have."""

NAMING = {"eq": "one", "in": "several", "contains": "member", "contains_any": "members"}


def keys(condition: Condition) -> frozenset[Key] | None:
    """Values of which a line must have one for the condition to hold; None where no such list says it."""
    match condition:
        case Test():
            return _named(condition)
        case All():
            return next((named for part in condition.parts if (named := keys(part)) is not None), None)
        case AnyOf():
            parts = [keys(part) for part in condition.parts]
            known = [part for part in parts if part is not None]
            return frozenset().union(*known) if parts and len(known) == len(parts) else None
    return None


def _named(test: Test) -> frozenset[Key] | None:
    # A text may contain another anywhere; a list has it or not.
    is_list = FACTS[test.fact] is Kind.TEXTS
    if (test.op in ("contains", "contains_any")) is not is_list or test.op not in NAMING:
        return None
    values = test.value if isinstance(test.value, list) else [test.value]
    return frozenset((test.fact, value) for value in values)


class Shortlist:
    """The numbers of rules by the values they name; `others` are those that name none."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._by_fact: dict[str, dict[Any, list[int]]] = {}
        self.others: list[int] = []
        for number, condition in enumerate(conditions):
            named = keys(condition)
            if named is None:
                self.others.append(number)
            for fact, value in named or ():
                self._by_fact.setdefault(fact, {}).setdefault(value, []).append(number)

    def named(self, facts: Mapping[str, Any]) -> list[int]:
        """The numbers of the rules that name a value which the facts have, in no order, one perhaps twice."""
        found: list[int] = []
        for fact, by_value in self._by_fact.items():
            actual = facts.get(fact)
            if isinstance(actual, (list, tuple)):
                for member in actual:
                    if member in by_value:
                        found += by_value[member]
            elif actual in by_value:
                found += by_value[actual]
        return found
