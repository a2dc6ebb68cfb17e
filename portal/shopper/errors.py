"""What a person sees where a page can't be shown."""

from flask import Response, request
from werkzeug.exceptions import HTTPException

from commerce.errors import AppError
from portal.languages import SPOKEN, negotiate
from portal.shopper.headers import PRIVATE
from portal.shopper.render import Notice, render_message

NOTICES: dict[int, Notice] = {404: "not_found", 429: "throttled"}


def page(status: int, error: AppError | HTTPException) -> Response:
    """A plain page in the visitor's language that says what went wrong and what to do next."""
    wanted = request.args.get("lang")
    locale = negotiate(request.headers.get("Accept-Language"), SPOKEN, wanted)
    rendered = render_message(None, NOTICES.get(status, "error"), locale)
    headers = PRIVATE | {"Content-Security-Policy": rendered.csp, "Cache-Control": "no-store"}
    if isinstance(error, HTTPException):
        headers |= {name: value for name, value in error.get_headers() if name == "Allow"}
    return Response(rendered.html, status, headers, content_type="text/html; charset=utf-8")
