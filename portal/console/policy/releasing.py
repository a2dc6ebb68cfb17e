"""From the draft to a version that judges, and back to an earlier one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.clock import now
from commerce.errors import Invalid
from portal.api.policies import checked, status
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, asked, cursor_asked, cut
from portal.console.page import back
from portal.console.policy.describing import TITLES
from portal.console.policy.desk import STALE, changed, draft, policy_page, problems, theirs
from portal.console.policy.overview import dead_rules
from portal.console.policy.words import BECAUSE
from portal.languages import _l
from returns import drafting, past, published, publishing
from returns.asking import outside
from returns.drafting import DraftChanged, Source
from returns.simulate import Report, simulate

LOOKS_BACK = timedelta(days=90)
MOST_ORDERS = 500
MOST_FLIPS = 50


@blueprint.get("/policy/review")
def review_policy() -> Response:
    """What publishing the draft would change: in words, and in the returns of the last 90 days."""
    return review(200)


def review(code: int, refused: DraftChanged | None = None) -> Response:
    found, newest = draft(), publishing.in_force(visit().merchant.id)
    faults = problems(found.source)
    before = newest.source if newest else {}
    return policy_page(
        "review.html",
        code,
        draft=found,
        in_force=newest,
        faults=faults,
        changes=changed(before, found.source),
        dead={} if faults or not found.source else dead_rules(found.source),
        effect=effect(found.source) if found.is_open and not faults else None,
        totals=totals,
        flipped=flipped,
        because=BECAUSE,
        most_orders=MOST_ORDERS,
        theirs=theirs(refused) if refused else None,
        stale=STALE,
    )


@dataclass
class Money:
    """What is paid out in one currency, in minor units."""

    before: int = 0
    after: int = 0


def totals(report: Report) -> dict[str, Money]:
    """What the shop would pay by the old and by the new policy, by currency."""
    sums: dict[str, Money] = {}
    for (_, _, currency), outcome in report.outcomes.items():
        one = sums.setdefault(currency, Money())
        one.before += outcome.paid_before
        one.after += outcome.paid_after
    return sums


def flipped(report: Report) -> int:
    """How many items the draft decides otherwise."""
    return sum(one.lines for (before, after, _), one in report.outcomes.items() if before != after)


def effect(source: Source) -> Report:
    """The newest returns of the last 90 days, judged again by the draft beside the policy of their day."""
    merchant = visit().merchant
    orders = past.newest_returned(outside, merchant, now() - LOOKS_BACK, MOST_ORDERS)
    cases = (case for order in orders for case in order)
    versions = published.versions(outside, merchant.id)
    return simulate(cases, versions, published.compile_source(source, 0), examples=MOST_FLIPS)


@blueprint.post("/policy/publish")
def publish_policy() -> AnyResponse:
    """Let the draft judge the orders placed from now on."""
    me, form = visit().staff, request.form
    try:
        made = drafting.publish(me.merchant_id, form.get("seen", ""), number(form.get("in_force")), me.email)
    except DraftChanged as refused:
        return review(409, refused)
    except Invalid:
        return back("policy_overview", _l("The draft has mistakes. Mend them first."), "bad")
    return back(
        "policy_version", _l("It is published, and judges the orders placed from now on."), at=made.version
    )


@blueprint.post("/policy/drop")
def drop_policy_draft() -> AnyResponse:
    """Give the draft up; the policy in force stays."""
    me = visit().staff
    try:
        drafting.drop(me.merchant_id, request.form.get("seen", ""), me.email)
    except DraftChanged as refused:
        return review(409, refused)
    return back("policy_overview", _l("The draft is dropped. This is the policy in force."))


@blueprint.get("/policy/versions")
def policy_versions() -> Response:
    """All versions, the last made first."""
    merchant_id, place = visit().merchant.id, cursor_asked("console policies")
    before = place[0] if place else None
    rows = publishing.listed(merchant_id, before=before, most=AT_ONCE + 1)
    shown, more = cut(rows, lambda row: [row.version], "console policies")
    newest = publishing.in_force(merchant_id)
    states = {row.version: status(row.published_at, in_force=row is newest) for row in shown}
    return policy_page("versions.html", versions=shown, states=states, more=more)


@blueprint.get("/policy/versions/<at>")
def policy_version(at: str) -> Response:
    """One version in words, beside another: `?with=`, else the one before it."""
    merchant_id = visit().merchant.id
    version, newest = publishing.get(merchant_id, checked(at)), publishing.in_force(merchant_id)
    numbers = [row.version for row in publishing.listed(merchant_id, most=AT_ONCE)]
    other = number(asked("with")) or max((one for one in numbers if one < version.version), default=0)
    source: dict[str, Any] = publishing.get(merchant_id, other).source if other else {}
    return policy_page(
        "version.html",
        version=version,
        state=status(version.published_at, in_force=version is newest),
        in_force=newest,
        other=other,
        others=[one for one in numbers if one != version.version],
        titles=TITLES,
        changes=changed(source, version.source),
    )


@blueprint.post("/policy/versions/<at>/restore")
def restore_policy(at: str) -> AnyResponse:
    """Publish what an earlier version said as a new one."""
    me = visit().staff
    try:
        made = drafting.restore(me.merchant_id, checked(at), number(request.form.get("in_force")), me.email)
    except DraftChanged:
        said = _l("Somebody published another version meanwhile. This is how it stands now; try again.")
        return back("policy_versions", said, "bad")
    except Invalid:
        said = _l("This version could not be published today. Take its text, and mend what is wrong.")
        return back("policy_version", said, "bad", at=at)
    return back("policy_version", _l("It judges again, as a version of its own."), at=made.version)


def number(told: str | None) -> int:
    return int(told) if told and drafting.is_number(told) else 0
