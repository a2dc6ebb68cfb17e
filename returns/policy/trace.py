"""Every rule and test beside what it found, for staff who ask why."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from returns.policy.compiled import CompiledPolicy
from returns.policy.conditions import Test
from returns.policy.operators import Facts


class _Plan(NamedTuple):
    """A policy's tests, each once however many rules make it: by number, by fact, and by rule."""

    tests: Sequence[Test]
    of_rule: Sequence[Sequence[int]]
    by_fact: Mapping[str, Sequence[int]]
    rules_by_fact: Mapping[str, Sequence[int]]


def trace(policy: CompiledPolicy, lines: Sequence[tuple[str, Facts]]) -> list[dict[str, Any]]:
    """One entry per line of one request and rule, ready for JSON; every test is made, none is cut short.

    Lines are alike in most facts: what a fact that is the same was found to say is shared between entries, so
    they must not be changed.
    """
    if not lines:
        return []
    plan = _plan(policy)
    possible = policy.rules_for(lines[0][1])
    found: list[dict[str, Any]] = [{}] * len(plan.tests)
    of_rules: list[list[dict[str, Any]]] = [[] for _ in policy.rules]
    before: Facts | None = None
    entries = []
    for line, facts in lines:
        _ask(plan, facts, before, found, of_rules)
        matching = frozenset(policy.matching(possible, facts))
        entries += [
            {"line": line, "rule": rule.name, "matched": rule in matching, "tests": tests}
            for rule, tests in zip(policy.rules, of_rules, strict=True)
        ]
        before = facts
    return entries


def _ask(
    plan: _Plan,
    facts: Facts,
    before: Facts | None,
    found: list[dict[str, Any]],
    of_rules: list[list[dict[str, Any]]],
) -> None:
    """Bring what the tests found up to date with a line whose facts are other than those `before`."""
    news = [fact for fact in plan.by_fact if before is None or facts.get(fact) != before.get(fact)]
    for fact in news:
        actual = facts.get(fact)
        for number in plan.by_fact[fact]:
            test = plan.tests[number]
            found[number] = {
                "fact": fact,
                "op": test.op,
                "value": test.value,
                "actual": actual,
                "result": test.holds(facts),
            }
    for number in {number for fact in news for number in plan.rules_by_fact[fact]}:
        of_rules[number] = [found[one] for one in plan.of_rule[number]]


@lru_cache(maxsize=256)
def _plan(policy: CompiledPolicy) -> _Plan:
    numbers: dict[tuple[str, str, str], int] = {}
    tests: list[Test] = []
    of_rule: list[list[int]] = []
    for rule in policy.rules:
        of_rule.append([])
        for test in rule.tests:
            key = (test.fact, test.op, repr(test.value))
            if key not in numbers:
                numbers[key] = len(tests)
                tests.append(test)
            of_rule[-1].append(numbers[key])
    by_fact = _grouped((test.fact, number) for number, test in enumerate(tests))
    facts_of = [(test.fact, number) for number, rule in enumerate(policy.rules) for test in rule.tests]
    return _Plan(tests, of_rule, by_fact, _grouped(dict.fromkeys(facts_of)))


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for fact, number in pairs:
        grouped.setdefault(fact, []).append(number)
    return grouped
