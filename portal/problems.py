"""Refusals as RFC 9457 problem documents for programs, as pages for people."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from commerce.errors import AppError, NotFound
from commerce.logs import get
from commerce.settings import Settings

FOR_PROGRAMS = ("/v1/", "/webhooks/")
CONTENT_TYPE = "application/problem+json"
MOST_ERRORS = 100

CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    500: "internal_error",
}
DETAILS = {
    404: "there is nothing at this address",
    405: "see the Allow header for what this address takes",
    413: "a body may have 1 MiB at most",
    500: "it was logged here; try again, with the same Idempotency-Key where there was one",
}

Page = Callable[[int, AppError | HTTPException], ResponseReturnValue]

log = get(__name__)


def init_app(app: Flask, page: Page) -> None:
    """Answer every refusal: `page` renders those that people see, given the status and what was raised."""

    def answer(error: AppError | HTTPException) -> ResponseReturnValue:
        status = error.status if isinstance(error, AppError) else error.code or 500
        if status < 500:
            route = request.url_rule.rule if request.url_rule else None  # a path may hold a shopper's token
            log.info("refused", extra={"status": status, "route": route, "why": type(error).__name__})
        if f"{request.path}/".startswith(FOR_PROGRAMS):
            return problem(error)
        return page(status, error)

    app.register_error_handler(AppError, answer)
    app.register_error_handler(HTTPException, answer)


def problem(error: AppError | HTTPException) -> Response:
    """The problem document, with all that RFC 9457 and our own promise ask for."""
    facts = app_facts(error) if isinstance(error, AppError) else http_facts(error)
    headers = headers_of(error, facts)
    settings: Settings = current_app.config["SETTINGS"]
    body = {"type": f"{settings.base_url}/docs/problems#{facts['code']}", **facts}
    return Response(current_app.json.dumps(body), facts["status"], headers, content_type=CONTENT_TYPE)


def headers_of(error: AppError | HTTPException, facts: dict[str, Any]) -> list[tuple[str, str]]:
    headers = [("WWW-Authenticate", "Bearer")] if facts["status"] == 401 else []
    if seconds := facts.pop("retry_after", None):
        headers.append(("Retry-After", str(seconds)))
    if isinstance(error, HTTPException):
        headers += [(name, value) for name, value in error.get_headers() if name == "Allow"]
    return headers


def app_facts(error: AppError) -> dict[str, Any]:
    extra = dict(error.extra)
    if "errors" in extra:
        extra["errors"] = extra["errors"][:MOST_ERRORS]
    facts = {"title": error.title, "status": error.status, "detail": error.detail, "code": error.code}
    return facts | extra


def http_facts(error: HTTPException) -> dict[str, Any]:
    status = error.code or 500
    code = CODES.get(status) or error.name.lower().replace(" ", "_")
    detail = DETAILS.get(status) or error.name
    title = NotFound.title if status == NotFound.status else error.name
    return {"title": title, "status": status, "detail": detail, "code": code}
