"""Request bodies: JSON objects, checked by a schema, with a pointer to everything that is wrong."""

from typing import Any, NoReturn

import orjson
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from commerce.errors import AppError, Invalid
from commerce.fields import Closed
from commerce.pointers import pointed


class Malformed(AppError):
    status, code, title = 400, "malformed_body", "The body is not a JSON object"


class OptionalBody(Closed):
    """A body that may be left out altogether."""


class Parser(FlaskParser):
    """Loads a request's parts with schemas; raises `Malformed` (400) or `Invalid` (422)."""

    # A misspelt filter must not look like one that everything passes.
    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": None}

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body as an object, whatever type its header calls it; none is fine for an `OptionalBody`."""
        body = req.get_data(cache=True)
        return {} if isinstance(schema, OptionalBody) and not body else json_object(body)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        # webargs puts the place first: {"json": {...}} or {"query": {...}}
        messages = next(iter(error.messages_dict.values()))
        raise Invalid(list(pointed(messages))) from error


def json_object(body: bytes) -> dict[str, Any]:
    """The object that the body holds."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise Malformed(f"send JSON in UTF-8: {exc.msg}" if body else "send a JSON object") from exc
    if not isinstance(value, dict):
        raise Malformed("send a JSON object, not another JSON value")
    return value
