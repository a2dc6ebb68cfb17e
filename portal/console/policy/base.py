"""The base terms in a form."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back
from portal.console.policy.describing import TITLES
from portal.console.policy.desk import STALE, currency, draft, policy_page, problems, theirs
from portal.console.policy.fields import Asked, of_terms
from portal.console.policy.terms import BASE, terms_of, with_defaults, without_defaults
from portal.languages import _l
from returns import drafting
from returns.drafting import DraftChanged
from returns.policy.problems import Problem
from returns.policy.vocabulary import DEFAULT_REASONS


@blueprint.get("/policy/terms")
def policy_terms() -> Response:
    """The base terms of the draft."""
    found = draft()
    return shown(found.source, found.seen)


@blueprint.post("/policy/terms")
def save_policy_terms() -> AnyResponse:
    """Put these terms in the place of those that were shown."""
    me, seen = visit().staff, request.form.get("seen", "")
    terms = terms_of(BASE, request.form, currency())
    try:
        found = drafting.unchanged(me.merchant_id, seen)
        source = without_defaults(terms, found.source)
        if "rules" in found.source:
            source["rules"] = found.source["rules"]
        if faults := [fault for fault in problems(source) if not fault.pointer.startswith("/rules")]:
            return shown(terms, seen, 422, faults)
        drafting.save(me.merchant_id, seen, source, me.email)
    except DraftChanged as refused:
        return shown(terms, refused.now.seen, 409, refused=refused)
    return back("policy_overview", _l("The terms are in the draft."))


def shown(
    terms: Mapping[str, Any],
    seen: str,
    status: int = 200,
    faults: list[Problem] | None = None,
    refused: DraftChanged | None = None,
) -> Response:
    asked = Asked(faults or [], {}, DEFAULT_REASONS)
    return policy_page(
        "terms.html",
        status,
        groups=of_terms(BASE, "", with_defaults(terms), asked, currency()),
        titles=TITLES,
        seen=seen,
        other_faults=asked.rest(),
        theirs=theirs(refused) if refused else None,
        stale=STALE,
        currency=currency(),
    )
