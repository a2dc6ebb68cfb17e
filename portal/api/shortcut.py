"""Repeated questions for delivery dates, answered before Flask comes to see them.

A product page that many look at asks the same again and again. The very same query string with the same key from
the same origin is answered from memory for a few seconds, so whatever else decides (a revoked key, a changed
file, another model) is looked at anew after these. The key's limit counts these answers as any others.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from commerce.clock import now
from portal.api import limits, origins
from portal.api.auth import KEPT
from portal.storefront.answers import Answer

PATH = "/v1/delivery-dates"
SECONDS = 3.0
MOST = 8192

Environ = Mapping[str, Any]
Key = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Repeat:
    """An answer and the headers it goes out with; `until` is monotonic."""

    until: float
    key_id: str
    headers: tuple[tuple[str, str], ...]
    answer: Answer


class Repeats:
    """The last seconds' answers by key, origin and query string; safe for several threads."""

    def __init__(self) -> None:
        self._kept: dict[Key, Repeat] = {}

    def get(self, environ: Environ) -> Repeat | None:
        repeat = self._kept.get(key_of(environ))
        return repeat if repeat and time.monotonic() < repeat.until and now() < repeat.answer.until else None

    def keep(self, environ: Environ, answer: Answer) -> None:
        """Keep an answer that the request got after all checks."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        headers = [("Content-Type", "application/json"), ("ETag", answer.etag), ("Vary", "Origin")]
        headers += origins.headers_for(environ.get(origins.ALLOWED))
        key_id = environ[KEPT].key_id
        self._kept[key_of(environ)] = Repeat(time.monotonic() + SECONDS, key_id, tuple(headers), answer)


def key_of(environ: Environ) -> Key:
    return environ.get("HTTP_AUTHORIZATION"), environ.get("HTTP_ORIGIN"), environ.get("QUERY_STRING")


def again(
    repeat: Repeat, limiter: limits.Limiter, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Send it, or that the browser has it."""
    answer = repeat.answer
    headers = [*repeat.headers, cache_control(answer, now()), *limiter.count(repeat.key_id)[1].items()]
    if answer.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", [*headers, ("Content-Length", str(len(answer.body)))])
    return [answer.body]


def cache_control(answer: Answer, at: datetime) -> tuple[str, str]:
    """How long a browser may keep an answer, as of a moment."""
    left = max(0, int((answer.until - at).total_seconds()))
    return "Cache-Control", f"private, max-age={left}"


def init_app(app: Flask) -> None:
    """Put the memory before the application."""
    repeats = app.extensions["repeats"] = Repeats()
    limiter: limits.Limiter = app.extensions["api_limiter"]
    application = app.wsgi_app

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH and environ["REQUEST_METHOD"] == "GET":
            repeat = repeats.get(environ)
            if repeat and limiter.has_left(repeat.key_id):
                return again(repeat, limiter, environ, start_response)
        return application(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]
