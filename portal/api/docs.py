"""`/docs`: the API, browsable with nothing loaded from another host, and the list of its problems."""

import http

from flask import Blueprint, Response, render_template

from commerce.errors import AppError
from portal.problems import CODES

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Swagger UI sets styles on its elements
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

blueprint = Blueprint(
    "docs", __name__, static_folder="static", static_url_path="/docs/assets", template_folder="templates"
)


@blueprint.get("/docs")
def browse() -> str:
    """The OpenAPI description, to read and to try."""
    return render_template("api_docs.html")


@blueprint.get("/docs/problems")
def problems() -> str:
    """Every code that a refusal may have; its `type` leads here."""
    return render_template("api_problems.html", problems=known_problems())


@blueprint.after_request
def nothing_from_elsewhere(response: Response) -> Response:
    response.headers.update({"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff"})
    return response


def known_problems() -> list[tuple[str, int, str]]:
    """The code, status and title of each problem there is."""
    known = {code: (code, status, http.HTTPStatus(status).phrase) for status, code in CODES.items()}
    kinds = [AppError]
    for kind in kinds:
        kinds += kind.__subclasses__()
        known[kind.code] = (kind.code, kind.status, kind.title)
    return sorted(known.values())
