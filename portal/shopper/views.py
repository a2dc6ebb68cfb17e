"""The shopper's addresses: look-up by order number, and the tracking page behind a token."""

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import clock, merchants
from commerce.dates import next_midnight
from commerce.merchants import Known
from portal.languages import negotiate
from portal.shopper import load, lookup
from portal.shopper.kept import ALWAYS, Asked, Pages, kept_page
from portal.shopper.logos import brand_of
from portal.shopper.page import LookupPage
from portal.shopper.render import Rendered, render_lookup, render_tracking
from returns import gifts

blueprint = Blueprint("shopper", __name__)

LONGEST_NUMBER, LONGEST_CONTACT = 255, 320  # as orders take them


@blueprint.get("/t/<token>")
def track(token: str) -> Response:
    """The tracking page; 304 where the browser has it as it is. One statement tells that nothing changed."""
    statements = current_app.extensions["statements"]
    row = statements.one(load.LATEST, (token,)) if token.isalnum() and token.isascii() else None
    if row is None:
        abort(404)
    merchant_id, order_id, order_version, merchant_version, spoken = row
    merchant = merchants.known_by_id(merchant_id)
    if merchant is None or merchant.version != merchant_version:
        merchant = merchants.fresh_by_id(merchant_id) or abort(404)
    locale = language_of_visitor((spoken or merchant.config["locales"][0], *merchant.config["locales"]))
    pages: Pages = current_app.extensions["pages"]
    version, now = (order_version, merchant_version), clock.now()
    page = pages.get((token, locale), version, now)
    if page is None:
        shown = load.tracking_page(statements, merchant, order_id, now)
        until = next_midnight(now, shown.time_zone)
        page = kept_page(render_tracking(shown, locale), version, until)
        pages.keep((token, locale), page)
    pages.answered(Asked.by(request.environ), (token, locale))
    current_app.extensions["views"].seen(merchant_id)
    status, headers, body = page.answer(
        request.headers.get("If-None-Match", ""), request.headers.get("Accept-Encoding", "")
    )
    return Response(body, status, headers)


@blueprint.get("/<slug>")
def ask(slug: str) -> Response:
    """The look-up form."""
    merchant = merchants.known(slug) or merchants.at_path(f"/{slug}")
    if merchant is None:
        abort(404)
    return lookup_answer(merchant, "none", 200)


@blueprint.post("/<slug>")
def look_up(slug: str) -> AnyResponse:
    """From an order number and its e-mail or postcode to the order's page, or to a mail with its link.

    A gift code leads to the gift's own page, whatever is behind it.
    """
    merchant = merchants.known(slug) or merchants.at_path(f"/{slug}")
    if merchant is None:
        abort(404)
    if (gift := request.form.get("gift")) is not None:
        code = gifts.spelled(gift[:LONGEST_NUMBER])
        return redirect(f"/g/{code}", 303) if code else lookup_answer(merchant, "no_gift", 404)
    number = request.form.get("number", "").strip()[:LONGEST_NUMBER]
    contact = request.form.get("contact", "").strip()[:LONGEST_CONTACT]
    found = lookup.find(merchant, number, contact, request.remote_addr or "")
    if found.token:
        return redirect(f"/t/{found.token}", 303)
    if found.mailed:
        return lookup_answer(merchant, "mailed", 200, number, contact)
    if found.retry_after:
        answer = lookup_answer(merchant, "throttled", 429, number, contact)
        answer.headers["Retry-After"] = str(found.retry_after)
        return answer
    return lookup_answer(merchant, "not_found", 404, number, contact)


def language_of_visitor(offered: tuple[str, ...]) -> str:
    """The language asked for by `?lang=`, else the browser's, else the first offered."""
    return negotiate(request.headers.get("Accept-Language"), offered, request.args.get("lang"))


def lookup_answer(
    merchant: Known, outcome: str, status: int, number: str = "", contact: str = ""
) -> Response:
    locales = tuple(merchant.config["locales"])
    takes_gifts = bool(merchant.config.get("return_policy"))
    page = LookupPage(brand_of(merchant), outcome, number, contact, locales, takes_gifts)  # type: ignore[arg-type]
    return page_answer(render_lookup(page, language_of_visitor(locales)), status)


def page_answer(rendered: Rendered, status: int) -> Response:
    """A page that is not kept."""
    headers = ALWAYS | {"Content-Security-Policy": rendered.csp, "Cache-Control": "no-store"}
    return Response(rendered.html, status, headers, content_type="text/html; charset=utf-8")
