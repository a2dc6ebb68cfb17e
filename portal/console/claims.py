"""Claims: the list, one of them, and what staff decide about it."""

from collections.abc import Callable

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError
from commerce.sorting import Sort
from portal.console import words
from portal.console.amounts import minor
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, asked, cursor_asked, cut, filters
from portal.console.one_return import text
from portal.console.page import back, page, speaks
from portal.console.sorting import heads, sort_asked
from portal.console.story import of_claim
from portal.languages import _l
from returns import claims
from returns.claim_statuses import ALLOWED, ClaimResolution, ClaimStatus
from returns.models.claims import Claim

RESOLUTIONS = {one.value for one in ClaimResolution}
NEWEST = Sort("opened", down=True)


@blueprint.get("/claims")
def claims_page() -> Response:
    """A page of the list, the last opened first unless the other way is asked for."""
    status = asked("state") if asked("state") in set(ClaimStatus) else None
    sort = sort_asked([NEWEST], NEWEST)
    place = f"console claims {sort}"
    cursor = cursor_asked(place)
    after = cursor[0] if cursor else None
    rows = claims.listed(
        visit().merchant.id, status=status, after=after, most=AT_ONCE + 1, oldest=not sort.down
    )
    shown, more = cut(rows, lambda row: [row.id], place)
    return page(
        "claims.html",
        claims=shown,
        more=more,
        state=status,
        states=list(ClaimStatus),
        filters=filters(),
        sort=sort,
        heads=heads([NEWEST], sort),
    )


@blueprint.get("/claims/<code>")
def one_claim(code: str) -> Response:
    """Everything about a claim."""
    claim = ours(code)
    story = sorted(of_claim(speaks(visit()), claim), key=lambda one: one.at, reverse=True)
    units = {line["id"]: line["quantity"] for line in claim.lines}
    lines = [(line, units[line.line_id]) for line in claim.order.lines if line.line_id in units]
    steps = {status.value for status in ALLOWED[ClaimStatus(claim.status)]}
    return page(
        "claim.html", claim=claim, story=story, lines=lines, steps=steps, resolutions=sorted(RESOLUTIONS)
    )


def ours(code: str) -> Claim:
    return claims.get(visit().merchant.id, code if code.isprintable() else "")


def act(code: str, action: str, step: Callable[[], Claim], said: str) -> AnyResponse:
    """Take a step in one transaction with its note, then back to the claim."""
    me = visit().staff
    try:
        with transaction():
            before = {"status": ours(code).status}
            after = {"status": step().status}
            audit.write(me.merchant_id, me.email, action, f"claim {code}", before=before, after=after)
    except AppError as refused:
        return back("one_claim", words.problem(refused), "bad", code=code)
    return back("one_claim", said, code=code)


@blueprint.post("/claims/<code>/review")
def review_claim(code: str) -> AnyResponse:
    """Begin to look into it."""
    merchant_id, said = visit().merchant.id, _l("The claim is yours to look into.")
    return act(code, "claim_reviewed", lambda: claims.review(merchant_id, code), said)


@blueprint.post("/claims/<code>/approve")
def approve_claim(code: str) -> AnyResponse:
    """Grant it, and say how it is made good."""
    merchant_id, resolution = visit().merchant.id, request.form.get("resolution", "")
    if resolution not in RESOLUTIONS:
        return back("one_claim", words.PROBLEMS["invalid"], "bad", code=code)
    said = _l("The claim is granted.")
    return act(code, "claim_granted", lambda: claims.approve(merchant_id, code, resolution), said)


@blueprint.post("/claims/<code>/deny")
def deny_claim(code: str) -> AnyResponse:
    """Refuse it, with a reason that the shopper reads."""
    merchant_id, reason = visit().merchant.id, text("reason")
    if not reason:
        return back("one_claim", _l("Tell the shopper why."), "bad", code=code)
    return act(
        code, "claim_denied", lambda: claims.deny(merchant_id, code, reason), _l("The claim is denied.")
    )


@blueprint.post("/claims/<code>/resolve")
def resolve_claim(code: str) -> AnyResponse:
    """Close it, and pay what was granted."""
    merchant, told = visit().merchant, text("amount")
    amount = minor(told, ours(code).order.currency) if told else None
    if told and amount is None:
        return back("one_claim", _l("That is not an amount."), "bad", code=code)
    said = _l("The claim is resolved.")
    return act(code, "claim_resolved", lambda: claims.resolve(merchant, code, amount), said)
