"""Every rule and test beside what it found, for staff who ask why."""

from collections.abc import Sequence
from typing import Any

from returns.policy.compiled import CompiledPolicy
from returns.policy.conditions import Test
from returns.policy.operators import Facts


def trace(policy: CompiledPolicy, lines: Sequence[tuple[str, Facts]]) -> list[dict[str, Any]]:
    """One entry per line of one request and rule, ready for JSON; every test is made, none is cut short."""
    if not lines:
        return []
    possible = policy.rules_for(lines[0][1])
    rules = [(rule, rule.name, [_Asked(test) for test in rule.tests]) for rule in policy.rules]
    entries = []
    for line, facts in lines:
        matching = frozenset(policy.matching(possible, facts))
        entries += [
            {
                "line": line,
                "rule": name,
                "matched": rule in matching,
                "tests": [test.found(facts) for test in tests],
            }
            for rule, name, tests in rules
        ]
    return entries


class _Asked:
    """A test, which finds the same in all lines whose fact is the same."""

    __slots__ = ("_actual", "_fact", "_found", "_test")

    def __init__(self, test: Test) -> None:
        self._test, self._fact = test, test.fact
        self._actual: Any = None
        self._found: dict[str, Any] | None = None

    def found(self, facts: Facts) -> dict[str, Any]:
        actual = facts.get(self._fact)
        if self._found is None or actual != self._actual:
            self._actual = actual
            self._found = {
                "fact": self._fact,
                "op": self._test.op,
                "value": self._test.value,
                "actual": actual,
                "result": self._test.holds(facts),
            }
        return self._found
