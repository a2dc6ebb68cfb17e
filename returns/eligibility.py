"""Whether lines of an order may be returned, on which terms, and why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from returns.amounts import NOTHING, Amounts, Priced, price, share_of
from returns.case import AskedLine, Case, OrderLine, Parcel
from returns.facts import FactSheet
from returns.ledger import LineLedger, returnable
from returns.policy.compiled import CompiledPolicy, Possible
from returns.policy.evaluation import evaluate
from returns.policy.messages import BUILT_IN, locale_chain, pick
from returns.policy.trace import trace
from returns.policy.verdict import SEVERITY, LineVerdict, Reason
from returns.policy.vocabulary import Decision, JudgedBy, Resolution
from returns.policy_versions import PublishedPolicy, in_force
from returns.units import Drawn, Held, asked_lines, draw, ledgers_of, shelves, units_before


class LineAnswer(NamedTuple):
    """The answer for one asked line.

    ``facts`` and the policy's version reproduce ``verdict``; ``decision`` minds the counts as well. ``share``
    is what was paid for the asked units; ``drawn`` says which parcels they came in.
    """

    asked: AskedLine
    returnable_quantity: int
    decision: Decision
    reasons: tuple[Reason, ...]
    verdict: LineVerdict
    facts: Mapping[str, Any]
    share: int
    drawn: tuple[Drawn, ...]
    amounts: Amounts

    def as_json(self) -> dict[str, Any]:
        """The form that the API shows; a denied line offers nothing."""
        terms, denied = self.verdict.terms, self.decision is Decision.DENY
        return_by = self.verdict.return_by
        return {
            "id": self.asked.id,
            "returnable_quantity": self.returnable_quantity,
            "decision": self.decision.value,
            "return_by": return_by.isoformat() if return_by else None,
            "resolutions": [] if denied else list(terms.resolutions),
            "methods": [] if denied else list(terms.methods),
            "keep_item": terms.keep_item and not denied,
            "require_photo": terms.require_photo and not denied,
            "reasons": [reason.as_json() for reason in self.reasons],
            "amounts": self.amounts.as_json(),
        }


class Eligibility(NamedTuple):
    """The whole answer to one request."""

    order: str
    policy: CompiledPolicy
    currency: str
    lines: tuple[LineAnswer, ...]

    def as_json(self, *, with_trace: bool) -> dict[str, Any]:
        """The form that the API shows; the trace is for staff alone."""
        answer: dict[str, Any] = {
            "order": self.order,
            "policy_version": self.policy.version,
            "currency": self.currency,
            "lines": [line.as_json() for line in self.lines],
        }
        if with_trace:
            answer["trace"] = trace(self.policy, [(line.asked.id, line.facts) for line in self.lines])
        return answer


class Matter(NamedTuple):
    """A case as any policy is to judge it: each asked line with the units gone before it, counts, facts."""

    case: Case
    asked: Sequence[tuple[AskedLine, int]]
    held: Mapping[str, list[Held]]
    ledgers: Mapping[str, LineLedger]
    sheet: FactSheet
    locales: tuple[str, ...]


def matter_of(case: Case) -> Matter:
    """Prepare a case. Every asked line must be a line of the order, and no quantity negative."""
    held = shelves(case.parcels)
    ledgers = ledgers_of(case, held)
    asked = asked_lines(case, ledgers)
    before = units_before(asked, ledgers)
    fulfilled = all(ledger.shipped >= ledger.ordered for ledger in ledgers.values())
    sheet = FactSheet(case, asked, before, fulfilled=fulfilled)
    locales = locale_chain(case.order.locale, case.merchant.locale)
    return Matter(case, list(zip(asked, before, strict=True)), held, ledgers, sheet, locales)


@dataclass(frozen=True, slots=True)
class _Court:
    """What all lines of a case are judged with."""

    case: Case
    policy: CompiledPolicy
    sheet: FactSheet
    rules: Possible
    locales: tuple[str, ...]


def assess(case: Case, policy: CompiledPolicy) -> Eligibility:
    """Answer a case by one policy; see `matter_of` for what it must hold to."""
    return judge(matter_of(case), policy)


def judge(matter: Matter, policy: CompiledPolicy) -> Eligibility:
    """Answer by one policy what may have been answered by others."""
    case, sheet = matter.case, matter.sheet
    court = _Court(case, policy, sheet, policy.rules_for(sheet.shared), matter.locales)
    lines = {line.id: line for line in case.order.lines}
    answers = [
        _answer(court, lines[one.id], matter.ledgers[one.id], matter.held.get(one.id, []), one, taken)
        for one, taken in matter.asked
    ]
    amounts = price([_priced(answer) for answer in answers], policy.fee_waived_for)
    # The same as `_replace`, at a third of its cost.
    priced = (LineAnswer(*answer[:-1], money) for answer, money in zip(answers, amounts, strict=True))
    return Eligibility(case.order.number, policy, case.order.currency, tuple(priced))


def assess_by_versions(case: Case, versions: Sequence[PublishedPolicy]) -> Eligibility:
    """Answer by the version of the order's day, or by the newest where that says so and is kinder."""
    return judge_by_versions(matter_of(case), versions)


def judge_by_versions(matter: Matter, versions: Sequence[PublishedPolicy]) -> Eligibility:
    """The same for a case that was prepared."""
    case = matter.case
    answer = judge(matter, in_force(versions, case.order.placed_at))
    newest = in_force(versions, case.at)
    if newest is answer.policy or newest.judged_by is JudgedBy.PLACED:
        return answer
    newer = judge(matter, newest)
    return newer if is_kinder(newer, answer) else answer


def is_kinder(one: Eligibility, other: Eligibility) -> bool:
    """Whether ``one`` is better for the shopper in something and worse in nothing, line by line."""
    pairs = [(_kindness(a), _kindness(b)) for a, b in zip(one.lines, other.lines, strict=True)]
    no_worse = all(x >= y for a, b in pairs for x, y in zip(a, b, strict=True))
    return no_worse and any(a != b for a, b in pairs)


def _kindness(line: LineAnswer) -> tuple[float, ...]:
    """What a shopper weighs, each the more the better."""
    return_by = line.verdict.return_by
    return (
        -SEVERITY[line.decision],
        return_by.toordinal() if return_by else float("inf"),
        line.amounts.refund,
        line.amounts.store_credit,
        line.verdict.terms.keep_item,
    )


def _answer(
    court: _Court, line: OrderLine, ledger: LineLedger, shelf: list[Held], asked: AskedLine, taken: int
) -> LineAnswer:
    drawn = draw(shelf, asked.quantity, taken - ledger.cancelled)
    # Where nothing is left to take, the line is judged as the parcel delivered last.
    origins: Sequence[Parcel | None] = [one.parcel for one in drawn or shelf[:1]] or [None]
    verdict, facts = _strictest(court, asked, origins)
    objection = _objection(ledger, asked.quantity, taken, court.locales)
    if court.case.is_gift:
        verdict = _of_gift(verdict)
        objection = objection or _nothing_for_gift(verdict, court.locales)
    return LineAnswer(
        asked=asked,
        returnable_quantity=max(0, returnable(ledger)),
        decision=Decision.DENY if objection else verdict.decision,
        reasons=(objection, *verdict.reasons) if objection else verdict.reasons,
        verdict=verdict,
        facts=facts,
        share=_share(court.case, line, ledger, asked.quantity, taken),
        drawn=tuple(drawn),
        amounts=NOTHING,
    )


def _strictest(
    court: _Court, asked: AskedLine, origins: Sequence[Parcel | None]
) -> tuple[LineVerdict, dict[str, Any]]:
    """Judge the line once per parcel its units came in; the strictest verdict stands for all of them."""
    home = court.case.merchant.currency
    judged = []
    for parcel in origins:
        facts = court.sheet.of(asked, parcel)
        judged.append((evaluate(court.policy, facts, home, court.locales, court.rules), facts))
    return max(judged, key=lambda pair: _strictness(pair[0])) if len(judged) > 1 else judged[0]


def _strictness(verdict: LineVerdict) -> tuple[int, int]:
    return SEVERITY[verdict.decision], -(verdict.return_by or dt.date.max).toordinal()


def _objection(ledger: LineLedger, units: int, taken: int, locales: tuple[str, ...]) -> Reason | None:
    """What the counts have against returning so many units, whatever the policy says."""
    left = ledger.shipped - taken
    if units and units <= left:
        return None
    params: dict[str, Any] = {}
    if left > 0:
        code, params = "too_many_units", {"returnable": left, "asked": units}
    elif ledger.shipped == 0:
        code = "not_shipped"
    elif ledger.cancelled == taken:
        code = "cancelled"
    elif ledger.in_open_returns or taken > ledger.taken:
        code = "already_being_returned"
    else:
        code = "already_returned"
    return Reason(code, None, pick(BUILT_IN[code], locales).format(**params), params, Decision.DENY)


def _of_gift(verdict: LineVerdict) -> LineVerdict:
    """The same for whoever got the item as a gift: the buyer's money is not theirs."""
    offered = tuple(one for one in verdict.terms.resolutions if one != Resolution.REFUND)
    return verdict._replace(terms=verdict.terms._replace(resolutions=offered))


def _nothing_for_gift(verdict: LineVerdict, locales: tuple[str, ...]) -> Reason | None:
    if verdict.terms.resolutions or verdict.decision is Decision.DENY:
        return None
    message = pick(BUILT_IN["no_gift_returns"], locales)
    return Reason("no_gift_returns", None, message, {}, Decision.DENY)


def _share(case: Case, line: OrderLine, ledger: LineLedger, units: int, taken: int) -> int:
    apportioned = case.apportioned.get(line.id)
    if apportioned is not None and taken > ledger.taken:
        # The same request asks for units of this line before these.
        earlier = taken - ledger.taken
        apportioned += share_of(line.paid, line, earlier, ledger.taken, apportioned)
    return share_of(line.paid, line, units, taken, apportioned)


def _priced(answer: LineAnswer) -> Priced:
    terms = answer.verdict.terms
    return Priced(
        share=answer.share,
        denied=answer.decision is Decision.DENY,
        resolution=answer.asked.resolution,
        fee=terms.fee,
        restocking_percent=terms.restocking_percent,
        bonus_percent=terms.store_credit_bonus_percent,
    )
