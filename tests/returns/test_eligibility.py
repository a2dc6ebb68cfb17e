import json
from typing import Any

import pytest

from returns.case import AskedLine, Case, Customer, OrderLine
from returns.eligibility import Eligibility, assess, assess_by_versions, is_kinder, judge, matter_of
from returns.ledger import LineLedger
from returns.policy.compiled import compile_policy
from returns.policy.evaluation import evaluate
from returns.policy_versions import PublishedPolicy
from tests.returns.made_up import MUG, PLACED, TEE, days, make_case, make_order, make_parcel

WINDOW = {"window": {"days": 30, "from": "delivered", "if_not_delivered": "review"}}


def answer(case: Case, policy: dict[str, Any] | None = None) -> Eligibility:
    return assess(case, compile_policy(WINDOW if policy is None else policy))


def only(case: Case, policy: dict[str, Any] | None = None) -> dict[str, Any]:
    [line] = answer(case, policy).as_json(with_trace=False)["lines"]
    return line


def codes(line: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in line["reasons"]]


def test_the_answer_has_the_published_form() -> None:
    order = make_order(OrderLine("L1", 2, 2500, discount=500, tax=360))
    policy = {
        **WINDOW,
        "store_credit_bonus_percent": 10,
        "methods": ["label"],
        "rules": [
            {
                "name": "Final sale",
                "when": {"fact": "line.final_sale", "op": "eq", "value": True},
                "then": {"decision": "deny"},
            }
        ],
    }
    said = answer(make_case(AskedLine("L1", 1, "too_small"), order=order), policy).as_json(with_trace=True)
    assert json.loads(json.dumps(said)) == {
        "order": "1001",
        "policy_version": 1,
        "currency": "USD",
        "lines": [
            {
                "id": "L1",
                "returnable_quantity": 2,
                "decision": "allow",
                "return_by": "2026-12-06",
                "resolutions": ["exchange", "store_credit", "refund"],
                "methods": ["label"],
                "keep_item": False,
                "require_photo": False,
                "reasons": [
                    {
                        "code": "window_open",
                        "rule": None,
                        "message": "You can return this until 2026-12-06.",
                        "params": {"days_left": 25},
                    }
                ],
                "amounts": {"refund": 2430, "store_credit": 2673, "fee": 0, "restocking": 0},
            }
        ],
        "trace": [
            {
                "line": "L1",
                "rule": "Final sale",
                "matched": False,
                "tests": [
                    {"fact": "line.final_sale", "op": "eq", "value": True, "actual": False, "result": False}
                ],
            }
        ],
    }


def test_a_case_prepared_once_is_judged_by_each_policy_as_by_that_alone() -> None:
    case = make_case(AskedLine("L1", 1, "too_small"), AskedLine("L2", 1))
    deny = {"when": {"fact": "line.id", "op": "eq", "value": "L1"}, "then": {"decision": "deny"}}
    policies = [compile_policy({**WINDOW, "rules": rules}) for rules in ([{"name": "No", **deny}], [], [])]
    matter = matter_of(case)
    assert [judge(matter, policy) for policy in policies] == [assess(case, policy) for policy in policies]


def test_shoppers_get_no_trace() -> None:
    assert "trace" not in answer(make_case()).as_json(with_trace=False)


def test_without_lines_everything_returnable_is_asked_for() -> None:
    case = make_case(ledgers={"L1": LineLedger(ordered=3, shipped=3, received=1)})
    asked = [(line.asked.id, line.asked.quantity, line.asked.reason) for line in answer(case).lines]
    assert asked == [("L1", 2, None), ("L2", 1, None)]


def test_a_denied_line_offers_and_pays_nothing() -> None:
    line = only(make_case(AskedLine("L1", 1), after=90), {**WINDOW, "fee": 495})
    assert (line["decision"], line["resolutions"], line["methods"]) == ("deny", [], [])
    assert set(line["amounts"].values()) == {0}


@pytest.mark.parametrize(
    ("ledger", "code"),
    [
        (LineLedger(ordered=3), "not_shipped"),
        (LineLedger(ordered=3, shipped=2, in_open_returns=2), "already_being_returned"),
        (LineLedger(ordered=3, shipped=3, received=3), "already_returned"),
        (LineLedger(ordered=3, shipped=3, written_off=3), "already_returned"),
    ],
)
def test_a_line_with_nothing_left_is_denied_with_the_cause(ledger: LineLedger, code: str) -> None:
    line = only(make_case(AskedLine("L1", 1), ledgers={"L1": ledger}))
    assert (line["decision"], line["returnable_quantity"]) == ("deny", 0)
    assert codes(line)[0] == code


def test_no_rule_makes_a_unit_returnable_twice() -> None:
    policy = {"rules": [{"name": "Anything goes", "then": {"decision": "allow"}}]}
    case = make_case(AskedLine("L1", 1), ledgers={"L1": LineLedger(ordered=3, shipped=3, received=3)})
    assert only(case, policy)["decision"] == "deny"


def test_more_units_than_are_left_are_denied() -> None:
    line = only(
        make_case(AskedLine("L1", 3), ledgers={"L1": LineLedger(ordered=3, shipped=3, in_open_returns=1)})
    )
    assert (line["decision"], line["returnable_quantity"]) == ("deny", 2)
    assert line["reasons"][0]["params"] == {"returnable": 2, "asked": 3}


def test_a_line_asked_for_twice_has_its_units_once() -> None:
    first, second = answer(make_case(AskedLine("L2", 1), AskedLine("L2", 1))).lines
    assert (first.decision, second.decision) == ("allow", "deny")
    assert second.reasons[0].code == "already_being_returned"


def test_a_line_asked_for_in_two_parts_is_paid_to_the_cent() -> None:
    order = make_order(OrderLine("L1", 3, 100, discount=200))
    parts = answer(make_case(AskedLine("L1", 1, "damaged"), AskedLine("L1", 2, "other"), order=order)).lines
    assert [part.amounts.refund for part in parts] == [34, 66]


def test_parts_of_one_request_mind_what_earlier_returns_stand_for() -> None:
    order = make_order(OrderLine("L1", 3, 100, discount=200))
    case = make_case(
        AskedLine("L1", 1),
        AskedLine("L1", 1, "other"),
        order=order,
        ledgers={"L1": LineLedger(ordered=3, shipped=3, received=1)},
        apportioned={"L1": 33},
    )
    assert [part.amounts.refund for part in answer(case).lines] == [34, 33]


def test_each_line_runs_from_its_own_parcels_delivery() -> None:
    parcels = (make_parcel("S1", {"L1": 3}, delivered=2), make_parcel("S2", {"L2": 1}, delivered=20))
    tee, mug = answer(make_case(parcels=parcels, after=40)).lines
    assert (tee.decision, mug.decision) == ("deny", "allow")


def test_one_unit_of_a_split_line_is_judged_by_the_parcel_delivered_last() -> None:
    parcels = (make_parcel("S1", {"L1": 2}, delivered=2), make_parcel("S2", {"L1": 1}, delivered=20))
    [line] = answer(make_case(AskedLine("L1", 1), parcels=parcels, after=40)).lines
    assert line.decision == "allow"
    assert [(one.parcel.id, one.units) for one in line.drawn] == [("S2", 1)]


def test_units_of_several_parcels_are_judged_by_the_strictest() -> None:
    parcels = (make_parcel("S1", {"L1": 2}, delivered=2), make_parcel("S2", {"L1": 1}, delivered=20))
    [line] = answer(make_case(AskedLine("L1", 2), parcels=parcels, after=40)).lines
    assert line.decision == "deny"
    [line] = answer(make_case(AskedLine("L1", 2), parcels=parcels, after=25)).lines
    assert (line.decision, line.verdict.return_by) == ("allow", (PLACED + days(32)).date())


def test_a_line_still_under_way_waits_for_review() -> None:
    line = only(make_case(AskedLine("L1", 1), parcels=(make_parcel("S1", {"L1": 3}, delivered=None),)))
    assert (line["decision"], line["return_by"], codes(line)) == ("review", None, ["not_delivered"])


def test_a_photo_that_is_given_is_still_among_the_terms() -> None:
    policy = {**WINDOW, "require_photo_for": ["damaged"]}
    assert only(make_case(AskedLine("L1", 1, "damaged", photo=True)), policy)["require_photo"] is True


def test_the_messages_speak_the_orders_locale() -> None:
    line = only(make_case(AskedLine("L1", 1), order=make_order(locale="ko-KR")))
    assert line["reasons"][0]["message"] == "2026-12-06까지 반품할 수 있습니다."


def test_the_stored_facts_reproduce_the_verdict() -> None:
    policy = compile_policy({**WINDOW, "fee": 495})
    [line] = assess(make_case(AskedLine("L1", 1, "other")), policy).lines
    stored = json.loads(json.dumps(dict(line.facts)))
    assert evaluate(policy, stored, "USD", ("en",)) == line.verdict


OLD = compile_policy({"window": {"days": 3}}, version=1)
KINDER = {"window": {"days": 60}, "judged_by": "newest_if_kinder"}
HARSHER = {"window": {"days": 60}, "restocking_percent": 10, "judged_by": "newest_if_kinder"}


@pytest.mark.parametrize(
    ("newest", "version"),
    [(KINDER, 2), ({**KINDER, "judged_by": "placed"}, 1), ({**KINDER, "window": {"days": 1}}, 1)],
)
def test_the_newest_version_judges_where_it_says_so_and_is_kinder(
    newest: dict[str, Any], version: int
) -> None:
    versions = [
        PublishedPolicy(PLACED - days(9), OLD),
        PublishedPolicy(PLACED + days(1), compile_policy(newest, version=2)),
    ]
    assert assess_by_versions(make_case(), versions).policy.version == version


def test_a_version_that_takes_something_away_is_not_kinder() -> None:
    open_window = make_case(after=5)
    newer, older = (assess(open_window, policy) for policy in (compile_policy(HARSHER), OLD))
    assert not is_kinder(newer, older)
    assert not is_kinder(older, newer)


def test_the_same_answer_is_not_kinder() -> None:
    one = assess(make_case(), OLD)
    assert not is_kinder(one, one)


def test_a_blocked_customer_is_known_to_the_rules() -> None:
    rule = {"fact": "customer.blocked", "op": "eq", "value": True}
    policy = {"rules": [{"name": "Blocked", "when": rule, "then": {"decision": "review"}}]}
    case = make_case(AskedLine("L2", 1), order=make_order(TEE, MUG), customer=Customer(blocked=True))
    assert only(case, policy)["decision"] == "review"
