"""What staff see where a page can't be shown."""

from flask import Response, request
from werkzeug.exceptions import HTTPException

from commerce.errors import AppError
from portal.console import sign_in
from portal.console.gate import HEADERS
from portal.console.page import page

TITLES = {400: "form_expired", 403: "forbidden", 404: "not_found", 405: "not_found"}


def page_for(status: int, error: AppError | HTTPException) -> Response:
    """The sign-in form for who is not signed in, else a page that says what is wrong and where to go."""
    if status == 401:
        answer = sign_in.form(401)
    else:
        answer = page("error.html", status, why=TITLES.get(status, "error"))
    if isinstance(error, HTTPException):
        answer.headers.extend([pair for pair in error.get_headers() if pair[0] == "Allow"])
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


def is_ours() -> bool:
    """Whether the address that is asked for is one of the console's."""
    return f"{request.path}/".startswith("/console/")
