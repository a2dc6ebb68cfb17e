"""JSON pointers (RFC 6901) to what a schema found wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

CODES = {
    "Missing data for required field.": "required",
    "Unknown field.": "unknown_field",
    "Field may not be null.": "null",
}


def step(key: object) -> str:
    """A key or an index as one step of a pointer."""
    return "/" + str(key).replace("~", "~0").replace("/", "~1")


def pointed(messages: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Marshmallow's nested messages as `{"pointer", "code", "message"}`."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from pointed(inner, pointer if key == "_schema" else pointer + step(key))
    elif isinstance(messages, list):
        for message in messages:
            yield from pointed(message, pointer)
    else:
        message = str(messages)
        yield {"pointer": pointer, "code": CODES.get(message, "invalid"), "message": message}
