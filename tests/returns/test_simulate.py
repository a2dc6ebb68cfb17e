import json
from typing import Any

import pytest

from returns.case import AskedLine, Case
from returns.policy.compiled import compile_policy
from returns.policy_versions import PublishedPolicy
from returns.simulate import Report, simulate
from tests.returns.made_up import PLACED, days, make_case, make_order

MUG = {"fact": "line.sku", "op": "eq", "value": "MUG"}
CURRENT = {"window": {"days": 30}, "fee": 100}


def replay(cases: list[Case], draft: dict[str, Any], **settings: Any) -> Report:
    versions = [PublishedPolicy(PLACED - days(1), compile_policy(CURRENT))]
    return simulate(cases, versions, compile_policy(draft, version=2), **settings)


def test_a_draft_that_changes_nothing_flips_nothing() -> None:
    report = replay([make_case()] * 3, CURRENT).as_json()
    assert (report["cases"], report["lines"], report["flipped"], report["examples"]) == (3, 6, 0, [])


def test_flips_are_counted_with_the_money_they_move() -> None:
    draft = {**CURRENT, "rules": [{"name": "No mugs", "when": MUG, "then": {"decision": "deny"}}]}
    report = replay([make_case()], draft).as_json()
    assert report["flipped"] == 1
    assert report["outcomes"] == [
        {
            "before": "allow",
            "after": "allow",
            "currency": "USD",
            "lines": 1,
            "paid_before": 7260,
            "paid_after": 7260,
            "fees_before": 100,
            "fees_after": 100,
        },
        {
            "before": "allow",
            "after": "deny",
            "currency": "USD",
            "lines": 1,
            "paid_before": 900,
            "paid_after": 0,
            "fees_before": 0,
            "fees_after": 0,
        },
    ]
    assert report["examples"] == [
        {
            "order": "1001",
            "line": "L2",
            "before": "allow",
            "after": "deny",
            "currency": "USD",
            "paid_before": 900,
            "paid_after": 0,
            "because": ["No mugs", "window_open"],
        }
    ]


def test_currencies_are_counted_apart() -> None:
    cases = [make_case(), make_case(order=make_order(currency="JPY"))]
    assert {outcome["currency"] for outcome in replay(cases, CURRENT).as_json()["outcomes"]} == {"USD", "JPY"}


@pytest.mark.parametrize(("resolution", "pays"), [("store_credit", 880), ("refund", 800), (None, 800)])
def test_a_line_counts_with_what_it_would_pay_out(resolution: str | None, pays: int) -> None:
    case = make_case(AskedLine("L2", 1, resolution=resolution))
    [outcome] = replay([case], {**CURRENT, "store_credit_bonus_percent": 10}).as_json()["outcomes"]
    assert outcome["paid_after"] == pays


def test_the_flips_that_move_most_are_kept() -> None:
    cases = [make_case(AskedLine("L1", units), after=20) for units in (1, 3, 2)]
    report = replay(cases, {**CURRENT, "window": {"days": 3}}, examples=2)
    assert [example["paid_before"] for example in report.as_json()["examples"]] == [7260, 4807]
    assert report.as_json()["flipped"] == 3


def test_rules_that_decided_nothing_and_that_never_can_are_named() -> None:
    draft = {
        **CURRENT,
        "rules": [
            {"name": "Mugs", "when": MUG, "then": {"fee": 0}},
            {"name": "Mugs again", "when": MUG, "then": {"fee": 0}},
            {"name": "Jugs", "when": {**MUG, "value": "JUG"}, "then": {"fee": 0}},
        ],
    }
    report = json.loads(json.dumps(replay([make_case()], draft).as_json()))
    assert report["rules"][0] == {"rule": "Mugs", "decided": 1}
    assert report["idle_rules"] == ["Mugs again", "Jugs"]
    assert report["dead_rules"] == [{"rule": "Mugs again", "behind": ["Mugs"]}]


def test_no_flips_are_kept_where_none_are_wanted() -> None:
    report = replay([make_case()], {**CURRENT, "window": {"days": 3}}, examples=0)
    assert (report.as_json()["flipped"], report.flips) == (2, [])
