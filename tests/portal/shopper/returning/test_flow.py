"""Which step a shopper comes to, and what holds them up, by a real policy and no database."""

from collections.abc import Iterable
from typing import Any

import pytest

from portal.shopper.returning.choices import Choice, Step
from portal.shopper.returning.flow import Standing, standing
from returns.eligibility import assess
from returns.policy.compiled import compile_policy
from tests.returns.made_up import make_case

POLICY: dict[str, Any] = {
    "window": {"days": 30},
    "resolutions": ["exchange", "refund"],
    "methods": ["label", "in_store"],
    "require_photo_for": ["damaged"],
    "rules": [
        {
            "name": "No mugs",
            "when": {"fact": "line.sku", "op": "eq", "value": "MUG"},
            "then": {"decision": "deny", "message": "Mugs stay."},
        },
        {
            "name": "Keep gifts of air",
            "when": {"fact": "return.reason", "op": "eq", "value": "other"},
            "then": {"keep_item": True},
        },
    ],
}
COMPILED = compile_policy(POLICY, currency="USD")


def come_to(wanted: Step, *choices: Choice, sent: bool = False, photos: Iterable[str] = ()) -> Standing:
    return standing(
        choices,
        wanted,
        lambda asked: assess(make_case(*asked), COMPILED),
        lambda line: ["", "TEE-L"],
        photographed=frozenset(photos) if sent else None,
    )


def tee(*answers: str | None, units: int = 1) -> Choice:
    return Choice("L1", units, *answers)


def test_the_first_step_is_for_everyone() -> None:
    assert come_to(Step.ITEMS) == Standing(Step.ITEMS, None, {})


def test_nothing_chosen_leads_nowhere() -> None:
    assert come_to(Step.HOW).problems[""].code == "nothing_chosen"


@pytest.mark.parametrize(
    ("choice", "step", "problem"),
    [
        (tee(), Step.WHY, "no_why"),
        (tee("bored"), Step.WHY, "no_why"),
        (tee("damaged", "refund", None, "label"), Step.HOW, "photo_required"),
        (tee("too_small"), Step.WHAT, "no_what"),
        (tee("too_small", "store_credit"), Step.WHAT, "no_what"),
        (tee("too_small", "exchange", "SOLD-OUT"), Step.WHAT, "no_what"),
        (tee("too_small", "exchange", "TEE-L"), Step.HOW, "no_how"),
        (tee("too_small", "refund", None, "pigeon"), Step.HOW, "no_how"),
        (tee(units=9), Step.ITEMS, "denied"),
        (Choice("L2", 1), Step.ITEMS, "denied"),
    ],
    ids=str,
)
def test_a_form_that_was_sent_stops_at_the_first_step_that_lacks_an_answer(
    choice: Choice, step: Step, problem: str
) -> None:
    at = come_to(Step.HOW, choice, sent=True)
    assert (at.step, at.problems[choice.line].code, at.complete) == (step, problem, False)


def test_a_step_that_was_only_opened_blames_nobody() -> None:
    assert come_to(Step.WHY, tee()).problems == {}


def test_the_policy_denies_in_its_own_words() -> None:
    assert come_to(Step.WHY, Choice("L2", 1)).problems["L2"].reasons[0].message == "Mugs stay."


def test_every_answer_given_is_complete() -> None:
    at = come_to(Step.HOW, tee("too_small", "exchange", None, "label"), sent=True)
    assert at.complete
    assert at.answer
    assert at.answer.lines[0].asked.method == "label"


def test_a_photo_completes_what_asks_for_one() -> None:
    choice = tee("damaged", "refund", None, "label")
    assert come_to(Step.HOW, choice, sent=True, photos=["L1"]).complete


def test_what_is_kept_needs_no_way_back() -> None:
    assert come_to(Step.HOW, tee("other", "refund"), sent=True).complete
