"""What the draft would decide of a real order, and why."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response

from commerce.clock import now
from commerce.errors import NotFound
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import asked
from portal.console.page import speaks
from portal.console.policy.desk import draft, policy_page, problems
from portal.languages import _l
from portal.shopper.returning.grounds import grounds
from returns import order_case, published
from returns.asking import outside
from returns.case import AskedLine
from returns.eligibility import Eligibility, assess
from returns.order_case import Stored
from returns.policy.trace import trace
from returns.policy.vocabulary import DEFAULT_REASONS, Resolution


@dataclass(frozen=True)
class Trial:
    """The answer for an order; `trace` has the rules and tests of each line by its id."""

    answer: Eligibility
    titles: dict[str, str]
    trace: dict[str, list[dict[str, Any]]]


@blueprint.get("/policy/try")
def try_policy() -> Response:
    """`?order=` is judged now by the draft, for a reason and for what is wanted instead where those are told."""
    found, number = draft(), asked("order")
    fault, trial = None, None
    if number and (fault := unfit(found.source)) is None:
        try:
            stored = order_case.load(outside, visit().merchant.id, number)
            trial = judged(stored, found.source)
        except NotFound:
            fault = _l("There is no order with this number.")
    return policy_page(
        "try.html",
        number=number,
        fault=fault,
        trial=trial,
        grounds=partial(grounds, speaks(visit())),
        reason=asked("reason"),
        resolution=asked("resolution"),
        reasons=tuple(found.source.get("reasons", DEFAULT_REASONS)),
        resolutions=tuple(Resolution),
    )


def unfit(source: Any) -> str | None:
    if problems(source):
        return _l("The draft has mistakes. Mend them first, then it can be tried.")
    return None


def judged(stored: Stored, source: Any) -> Trial:
    """What of the order may come back by the policy now."""
    case = stored.case(visit().merchant, now(), None)
    policy = published.compile_source(source, 0)
    answer = assess(case, policy)
    if asked("reason") or asked("resolution"):
        lines = tuple(
            AskedLine(
                line.asked.id, line.asked.quantity, asked("reason") or None, asked("resolution") or None
            )
            for line in answer.lines
        )
        answer = assess(stored.case(visit().merchant, case.at, lines), policy)
    titles = {
        line.id: " · ".join(filter(None, (line.title, line.variant))) or line.id
        for line in stored.order.lines
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in trace(policy, [(line.asked.id, line.facts) for line in answer.lines]):
        found.setdefault(entry["line"], []).append(entry)
    return Trial(answer, titles, found)
