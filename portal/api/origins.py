"""Which pages may ask: those of the origins that a merchant's file lists (the Fetch standard's CORS protocol)."""

from typing import Any

from flask import Response, current_app, request

from commerce import merchants
from commerce.errors import Forbidden
from commerce.keys import Acting
from commerce.recent import Recent
from portal.api.auth import acting

ALLOWED = "waypost.origin"
SECONDS_KEPT = 10.0
PREFLIGHT_SECONDS = 7200  # the most that Chromium keeps one
LISTED = "SELECT 1 FROM merchants WHERE config->'storefront_origins' ? %s LIMIT 1"

_listed: Recent[tuple[int, str], bool] = Recent(4096, SECONDS_KEPT)


def answer_preflight() -> Response | None:
    """A browser's question before the real one. It tells no key, so any merchant's origin will do here."""
    if request.method != "OPTIONS":
        return None
    origin = request.headers.get("Origin")
    if not origin or "Access-Control-Request-Method" not in request.headers:
        return None
    if not is_listed(origin):
        raise Forbidden("no shop here lists this origin under storefront_origins")
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match",
        "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        "Vary": "Origin",
    }
    return Response(status=204, headers=headers)


def is_listed(origin: str) -> bool:
    """Whether any merchant lists that origin, as seen within the last seconds."""
    statements = current_app.extensions["statements"]
    key = (id(statements), origin)
    found = _listed.get(key)
    if found is None:
        found = statements.one(LISTED, (origin,)) is not None
        _listed.keep(key, value=found)
    return found


def forget() -> None:
    """Look anew at the next question: after a change in this process."""
    _listed.clear()


def refuse_other_origins() -> None:
    """A publishable key is for the pages of its own merchant; without an `Origin` it is no page that asks."""
    if not admits(acting(), request.environ):
        raise Forbidden("this shop does not list the page's origin under storefront_origins")


def admits(key: Acting, environ: dict[str, Any]) -> bool:
    """Whether the key may be used from where the request comes; notes a page's origin for the answer's headers."""
    origin = environ.get("HTTP_ORIGIN")
    if origin is None or key.kind != "publishable":
        return True
    merchant = merchants.known_by_id(key.merchant_id)
    if merchant is None or origin not in merchant.config["storefront_origins"]:
        return False
    environ[ALLOWED] = origin
    return True


def tell_origin(response: Response) -> Response:
    """Let the page read the answer, refusals included."""
    response.headers.extend([("Vary", "Origin"), *headers_for(request.environ.get(ALLOWED))])
    return response


def headers_for(origin: str | None) -> list[tuple[str, str]]:
    """What lets the pages of a listed origin read an answer."""
    if origin is None:
        return []
    exposed = "ETag, RateLimit-Remaining, Retry-After"
    return [("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", exposed)]
