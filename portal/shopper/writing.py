"""What pages have in common that take something from a shopper: their language, their limits, their answer."""

from flask import Response, request
from limits import parse

from commerce.merchants import Known
from portal.languages import SPOKEN
from portal.shopper.headers import PRIVATE
from portal.shopper.logos import brand_of
from portal.shopper.render import Rendered, render_message
from portal.shopper.views import language_of_visitor
from portal.throttle import Limits, count_miss, waiting

PER_ADDRESS, PER_PAGE = parse("300 per hour"), parse("20 per hour")


def language(merchant: Known, spoken: str | None) -> str:
    """The language asked for, else the browser's, else the order's."""
    locales = merchant.config["locales"]
    return language_of_visitor((spoken or locales[0], *locales))


def language_kept() -> str:
    """The query that keeps a language that was asked for."""
    asked = request.args.get("lang", "")
    return f"?lang={asked}" if asked in SPOKEN else ""


def throttled(merchant: Known, what: str, token: str, locale: str) -> Response | None:
    """Count a write of a kind, `returns` say; the answer to one too many."""
    limits: Limits = [
        (PER_ADDRESS, (what, "address", request.remote_addr or "")),
        (PER_PAGE, (what, "page", token)),
    ]
    if (wait := waiting(limits)) is None:
        count_miss(limits)
        return None
    answer = page_answer(render_message(brand_of(merchant), "throttled", locale), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def page_answer(rendered: Rendered, status: int) -> Response:
    """A page that shows what is so now, and is asked for again when one comes back to it."""
    headers = PRIVATE | {"Content-Security-Policy": rendered.csp, "Cache-Control": "private, no-cache"}
    headers["Vary"] = "Accept-Language"
    return Response(rendered.html, status, headers, content_type="text/html; charset=utf-8")
