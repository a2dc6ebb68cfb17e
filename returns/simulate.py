"""What a draft policy would have decided otherwise, and what that would have cost."""

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from returns.case import Case
from returns.eligibility import LineAnswer, judge, judge_by_versions, matter_of
from returns.policy.compiled import CompiledPolicy
from returns.policy.dead_rules import DeadRule, find_dead_rules
from returns.policy.vocabulary import Decision, Resolution
from returns.policy_versions import PublishedPolicy

EXAMPLES = 100


@dataclass(slots=True)
class Outcome:
    """Lines that went from one decision to another in one currency, and what they pay by the old and the new policy."""

    lines: int = 0
    paid_before: int = 0
    paid_after: int = 0
    fees_before: int = 0
    fees_after: int = 0


COUNTED = tuple(one.name for one in fields(Outcome))


@dataclass(frozen=True, slots=True, order=True)
class Flip:
    """One line that the draft decides otherwise; flips compare by how much money they move."""

    moved: int
    order: str
    line: str
    before: str = field(compare=False)
    after: str = field(compare=False)
    currency: str = field(compare=False)
    paid_before: int = field(compare=False)
    paid_after: int = field(compare=False)
    rules: tuple[str, ...] = field(compare=False)


@dataclass(slots=True)
class Tally:
    """What was counted. ``outcomes`` has a key of decision before, decision after and currency."""

    cases: int = 0
    lines: int = 0
    outcomes: dict[tuple[str, str, str], Outcome] = field(default_factory=dict)
    deciding: Counter[str] = field(default_factory=Counter)
    flips: list[Flip] = field(default_factory=list)

    def add(self, other: "Tally", examples: int) -> None:
        """Count what another counted too; keeps `examples` flips."""
        self.cases += other.cases
        self.lines += other.lines
        self.deciding.update(other.deciding)
        for key, more in other.outcomes.items():
            outcome = self.outcomes.setdefault(key, Outcome())
            for name in COUNTED:
                setattr(outcome, name, getattr(outcome, name) + getattr(more, name))
        for flip in other.flips:
            _keep(self.flips, flip, examples)


@dataclass(slots=True, kw_only=True)
class Report(Tally):
    """The result of a simulation."""

    draft: CompiledPolicy
    dead_rules: list[DeadRule]

    @property
    def idle_rules(self) -> list[str]:
        """Rules of the draft that decided no term of any line seen."""
        return [rule.name for rule in self.draft.rules if not self.deciding[rule.name]]

    def as_json(self) -> dict[str, Any]:
        """The report for the command line and the API, with the flips that move most money first."""
        return {
            "cases": self.cases,
            "lines": self.lines,
            "flipped": sum(o.lines for (before, after, _), o in self.outcomes.items() if before != after),
            "outcomes": [
                {
                    "before": before,
                    "after": after,
                    "currency": currency,
                    "lines": outcome.lines,
                    "paid_before": outcome.paid_before,
                    "paid_after": outcome.paid_after,
                    "fees_before": outcome.fees_before,
                    "fees_after": outcome.fees_after,
                }
                for (before, after, currency), outcome in sorted(self.outcomes.items())
            ],
            "examples": [_example(flip) for flip in sorted(self.flips, reverse=True)],
            "rules": [{"rule": rule.name, "decided": self.deciding[rule.name]} for rule in self.draft.rules],
            "idle_rules": self.idle_rules,
            "dead_rules": [{"rule": dead.rule, "behind": list(dead.behind)} for dead in self.dead_rules],
        }


def simulate(
    cases: Iterable[Case],
    versions: Sequence[PublishedPolicy],
    draft: CompiledPolicy,
    *,
    examples: int = EXAMPLES,
) -> Report:
    """Judge every case by the published versions and by the draft.

    Cases are taken one at a time, so any number of them fits in memory; the ``examples`` flips that move most money
    are kept. A denied line pays nothing, one for review what it pays once approved.
    """
    return report_of(draft, [count(cases, versions, draft, examples)], examples)


def report_of(draft: CompiledPolicy, tallies: Iterable[Tally], examples: int = EXAMPLES) -> Report:
    """The report on what was counted, by one or by several."""
    report = Report(draft=draft, dead_rules=find_dead_rules(draft))
    for tally in tallies:
        report.add(tally, examples)
    return report


def count(
    cases: Iterable[Case],
    versions: Sequence[PublishedPolicy],
    draft: CompiledPolicy,
    examples: int = EXAMPLES,
) -> Tally:
    """Judge every case by the published versions and by the draft, and count."""
    tally = Tally()
    for case in cases:
        tally.cases += 1
        matter = matter_of(case)
        before = judge_by_versions(matter, versions).lines
        after = judge(matter, draft).lines
        for old, new in zip(before, after, strict=True):
            _count(tally, case, old, new)
            if old.decision is not new.decision and examples:
                _keep(tally.flips, _flip(case, old, new), examples)
    return tally


def _count(tally: Tally, case: Case, old: LineAnswer, new: LineAnswer) -> None:
    tally.lines += 1
    tally.deciding.update(set(new.verdict.decided_by.values()))
    key = (old.decision.value, new.decision.value, case.order.currency)
    outcome = tally.outcomes.setdefault(key, Outcome())
    outcome.lines += 1
    outcome.paid_before += pays(old)
    outcome.paid_after += pays(new)
    outcome.fees_before += old.amounts.fee
    outcome.fees_after += new.amounts.fee


def pays(line: LineAnswer) -> int:
    """What a line gives the shopper: the credit where store credit is asked for, else the refund."""
    if line.decision is Decision.DENY:
        return 0
    wants_credit = line.asked.resolution == Resolution.STORE_CREDIT
    return line.amounts.store_credit if wants_credit else line.amounts.refund


def _flip(case: Case, old: LineAnswer, new: LineAnswer) -> Flip:
    paid_before, paid_after = pays(old), pays(new)
    return Flip(
        moved=abs(paid_after - paid_before),
        order=case.order.number,
        line=new.asked.id,
        before=old.decision.value,
        after=new.decision.value,
        currency=case.order.currency,
        paid_before=paid_before,
        paid_after=paid_after,
        rules=tuple(reason.rule or reason.code for reason in new.reasons),
    )


def _keep(flips: list[Flip], flip: Flip, most: int) -> None:
    if len(flips) < most:
        heapq.heappush(flips, flip)
    else:
        heapq.heappushpop(flips, flip)


def _example(flip: Flip) -> dict[str, Any]:
    return {
        "order": flip.order,
        "line": flip.line,
        "before": flip.before,
        "after": flip.after,
        "currency": flip.currency,
        "paid_before": flip.paid_before,
        "paid_after": flip.paid_after,
        "because": list(flip.rules),
    }
