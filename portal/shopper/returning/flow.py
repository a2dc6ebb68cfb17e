"""Which question comes next, and what stands against the answers given."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from portal.shopper.returning.choices import STEPS, Choice, Step
from returns.case import AskedLine
from returns.eligibility import Eligibility, LineAnswer
from returns.policy.verdict import Reason
from returns.policy.vocabulary import Decision, Resolution

Judge = Callable[[Sequence[AskedLine]], Eligibility]
Exchangeable = Callable[[LineAnswer], Sequence[str]]
"""The values of `Choice.sku` that a line may be exchanged for; an empty text is the same item again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the shopper can't go on: a code of ours, and the policy's reasons where it denies."""

    code: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The step to show, what the policy says of the lines at it, and problems by line (empty: all of it).

    At the first step `answer` is None: there the whole order is shown.
    """

    step: Step
    answer: Eligibility | None
    problems: Mapping[str, Problem]
    complete: bool = False


def standing(
    choices: Sequence[Choice],
    wanted: Step,
    judge: Judge,
    exchangeable: Exchangeable,
    *,
    photographed: Set[str] | None = None,
) -> Standing:
    """How far the choices carry on the way to the wanted step.

    `photographed` are the lines that photos came with once the form was sent, so that all must be answered;
    None while it is being filled in.
    """
    if not choices and wanted is not Step.ITEMS:
        return Standing(Step.ITEMS, None, {"": Problem("nothing_chosen")})
    before = Standing(Step.ITEMS, None, {})
    for step in STEPS[1 : STEPS.index(wanted) + 1]:
        answer = judge([choice.asked(step) for choice in choices])
        if against := objections(answer):
            return Standing(before.step, before.answer, against)
        before = Standing(step, answer, {})
        missing = unanswered(step, choices, answer, exchangeable)
        if missing and (step is not wanted or photographed is not None):
            return Standing(step, answer, missing)
        if step is Step.HOW and not missing:
            return judged_whole(choices, before, judge, photographed)
    return before


def judged_whole(
    choices: Sequence[Choice], before: Standing, judge: Judge, photographed: Set[str] | None
) -> Standing:
    """The last step once every question has its answer."""
    with_photo = photographed or frozenset()
    answer = judge([choice.asked(photo=choice.line in with_photo) for choice in choices])
    if against := objections(answer):
        return Standing(Step.HOW, before.answer, against)
    if photographed is not None and (lacking := unphotographed(answer, photographed)):
        return Standing(Step.HOW, answer, lacking)
    return Standing(Step.HOW, answer, {}, complete=True)


def objections(answer: Eligibility) -> dict[str, Problem]:
    """What the policy has against lines as they were asked about."""
    return {
        line.asked.id: Problem("denied", denials(line))
        for line in answer.lines
        if line.decision is Decision.DENY
    }


def unphotographed(answer: Eligibility, photographed: Set[str]) -> dict[str, Problem]:
    """Lines that lack a photo which the policy asks for."""
    return {
        line.asked.id: Problem("photo_required")
        for line in answer.lines
        if line.verdict.terms.require_photo and line.asked.id not in photographed
    }


def denials(line: LineAnswer) -> tuple[Reason, ...]:
    """What the policy has against a line, each sentence once."""
    return tuple({one.message: one for one in line.reasons if one.weight is Decision.DENY}.values())


def unanswered(
    step: Step, choices: Sequence[Choice], answer: Eligibility, exchangeable: Exchangeable
) -> dict[str, Problem]:
    """Lines whose question of this step has no answer that is offered."""
    return {
        choice.line: Problem(f"no_{step}")
        for choice, line in zip(choices, answer.lines, strict=True)
        if not is_answered(step, choice, line, answer.policy.reasons, exchangeable)
    }


def is_answered(
    step: Step, choice: Choice, line: LineAnswer, reasons: Sequence[str], exchangeable: Exchangeable
) -> bool:
    terms = line.verdict.terms
    if step is Step.WHY:
        return choice.why in reasons or not reasons
    if step is Step.WHAT and choice.what == Resolution.EXCHANGE:
        return choice.what in terms.resolutions and (choice.sku or "") in exchangeable(line)
    if step is Step.WHAT:
        return choice.what in terms.resolutions or not terms.resolutions
    return choice.how in terms.methods or not terms.methods or terms.keep_item
