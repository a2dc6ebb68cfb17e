"""Every rule and test beside what it found, for staff who ask why."""

from typing import Any

from returns.policy.compiled import CompiledPolicy
from returns.policy.operators import Facts


def trace(policy: CompiledPolicy, facts: Facts, line: str) -> list[dict[str, Any]]:
    """One entry per rule for an order line, ready for JSON; every test is made, none is cut short."""
    return [
        {
            "line": line,
            "rule": rule.name,
            "matched": rule.holds(facts),
            "tests": [
                {
                    "fact": test.fact,
                    "op": test.op,
                    "value": test.value,
                    "actual": facts.get(test.fact),
                    "result": test.holds(facts),
                }
                for test in rule.tests
            ],
        }
        for rule in policy.rules
    ]
