"""What one policy says otherwise than another."""

from typing import Any

import pytest

from returns.policy.comparison import Change, as_facts, compare, same_rule


def rule(name: str, **then: Any) -> dict[str, Any]:
    return {"name": name, "then": then or {"fee": len(name)}}


A, BB, CCC = rule("a"), rule("bb"), rule("ccc")


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"fee": 1}, {"fee": 1}, []),
        ({"fee": 1}, {"fee": 2}, [Change("changed", "fee", 1, 2)]),
        ({"fee": 1}, {}, [Change("removed", "fee", 1, None)]),
        ({}, {"fee": 0}, [Change("added", "fee", None, 0)]),
        ({"rules": [A]}, {"rules": [A, BB]}, [Change("added", "bb", None, BB, True)]),
        ({"rules": [A, BB]}, {"rules": [BB]}, [Change("removed", "a", A, None, True)]),
        ({"rules": [A, BB, CCC]}, {"rules": [BB, CCC, A]}, [Change("moved", "a", 1, 3, True)]),
        (
            {"rules": [A]},
            {"rules": [rule("a", fee=7)]},
            [Change("changed", "a", A, rule("a", fee=7), True)],
        ),
        (
            {"rules": [A, BB]},
            {"rules": [rule("new name", fee=1), BB]},
            [Change("changed", "new name", A, rule("new name", fee=1), True)],
        ),
    ],
)
def test_each_difference_is_told_once(
    before: dict[str, Any], after: dict[str, Any], changes: list[Change]
) -> None:
    assert compare(before, after) == changes


def test_a_record_has_both_sides_of_what_changed() -> None:
    changes = compare({"fee": 1, "rules": [A, BB, CCC]}, {"rules": [BB, CCC, rule("a", fee=7)]})
    assert as_facts(changes) == {
        "before": {"fee": 1, "rule a": A, "place of rule a": 1},
        "after": {"rule a": rule("a", fee=7), "place of rule a": 3},
    }


@pytest.mark.parametrize(
    ("rules", "place"), [([BB, A], 1), ([BB, rule("renamed", fee=1)], 1), ([BB], None), ([], None)]
)
def test_a_rule_is_found_again_by_name_or_by_what_it_says(
    rules: list[dict[str, Any]], place: int | None
) -> None:
    assert same_rule(rules, A) == place
