"""In front of every page of the console: who asks, whether they may, and whether the form is ours."""

from dataclasses import dataclass

from flask import Response, g, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from commerce import merchants, staff_sessions
from commerce.errors import AppError, Forbidden, Unauthorized
from commerce.merchants import Known
from commerce.staff_sessions import Staff
from portal.console.blueprint import blueprint
from portal.console.roles import LEAST, OPEN, may

TOKEN = "token"  # noqa: S105 - where the cookie holds it
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class FormTooOld(AppError):
    code, title = "form_expired", "This form was open too long, or is not one of ours"


@dataclass(frozen=True)
class Visit:
    """Who is at work, and for which merchant."""

    staff: Staff
    merchant: Known


@blueprint.before_request
def check() -> None:
    """Refuse who is not signed in, who may not, and forms that other sites send."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    found = visit_of(session.get(TOKEN))
    if found:
        g.visit = found
    if LEAST.get(endpoint) != OPEN:
        if found is None:
            raise Unauthorized("sign in first")
        if not may(found.staff.role, endpoint):
            raise Forbidden("your role does not open this page; ask an owner of the shop")
    if request.method not in SAFE:
        check_form()


def visit_of(token: str | None) -> Visit | None:
    staff = staff_sessions.find(token) if token else None
    merchant = merchants.known_by_id(staff.merchant_id) if staff else None
    return Visit(staff, merchant) if staff and merchant else None


def check_form() -> None:
    """Raise `FormTooOld` unless the form carries the token of this browser's session."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as exc:
        raise FormTooOld("go back, reload the page, and send it again") from exc


def let_in(token: str) -> None:
    """Make this browser one that is signed in: everything it held before is dropped."""
    session.clear()
    session.permanent = True
    session[TOKEN] = token


def visit() -> Visit:
    """Whose page it is that is being made."""
    found: Visit = g.visit
    return found


def form_token() -> str:
    """What a form must carry to be taken."""
    token: str = generate_csrf()
    return token


@blueprint.after_request
def harden(response: Response) -> Response:
    """Keep pages out of caches, frames and other sites."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
