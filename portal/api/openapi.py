"""The OpenAPI description: what every operation shares, and where it is served."""

import http
from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import Schema, fields

from commerce.settings import Settings
from portal import problems
from portal.api.blueprint import Anything, describe_anything

DESCRIPTION = """
Waypost looks after orders once they are paid for. Times are RFC 3339 with an offset, money is an integer
in the currency's minor unit, countries are ISO 3166-1 alpha-2, weights are grams.

Send `Authorization: Bearer sk_…`. Every refusal is an RFC 9457 problem document. Lists take `limit` and
`cursor`. Writes take an `Idempotency-Key`. Bodies may have 1 MiB; a field that is not described here is
refused.
"""

LIMIT_HEADERS = {
    "RateLimit-Limit": "How many requests a window allows.",
    "RateLimit-Remaining": "How many are left in this window.",
    "RateLimit-Reset": "Seconds until the next window.",
}


class FieldErrorSchema(Schema):
    pointer = fields.String(required=True, metadata={"example": "/lines/0/quantity"})
    code = fields.String(required=True, metadata={"example": "required"})
    message = fields.String(required=True, metadata={"example": "Missing data for required field."})


class ProblemSchema(Schema):
    """RFC 9457, with a `code` that programs may rely on."""

    type = fields.String(required=True, metadata={"format": "uri"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"example": "invalid"})
    errors = fields.List(fields.Nested(FieldErrorSchema), metadata={"description": "What is wrong where."})


class WaypostApi(Api):
    """smorest's, leaving errors to the one handler there is."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Nothing to register: `portal.problems` answers."""


def init_app(app: Flask) -> Api:
    """Make the description; blueprints registered on it are served and described."""
    settings: Settings = app.config["SETTINGS"]
    app.config.update(
        API_TITLE="Waypost",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION.strip(), "license": {"name": "Apache-2.0"}},
            "servers": [{"url": settings.base_url}],
            "security": [{"secretKey": []}],
        },
    )
    api = WaypostApi(app)
    api.register_converter(Anything, describe_anything)
    for name, text in (
        ("secretKey", "A secret key, `sk_…`."),
        ("publishableKey", "A publishable key, `pk_…`."),
    ):
        api.spec.components.security_scheme(name, {"type": "http", "scheme": "bearer", "description": text})
    for status in (400, 401, 403, 404, 405, 409, 413, 422, 429, 500):
        api.spec.components.response(f"Refused{status}", refusal(status), lazy=True)
    return api


def refusal(status: int) -> dict[str, Any]:
    """The response component of a refusal with that status."""
    response: dict[str, Any] = {
        "description": http.HTTPStatus(status).phrase,
        "content": {problems.CONTENT_TYPE: {"schema": ProblemSchema}},
    }
    if status == 429:
        names = {"Retry-After": "Seconds to wait."} | LIMIT_HEADERS
        response["headers"] = {
            name: {"description": text, "schema": {"type": "integer"}} for name, text in names.items()
        }
    return response
