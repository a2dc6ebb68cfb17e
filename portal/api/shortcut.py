"""Plain questions for delivery dates, answered before Flask comes to see them, which costs more than an answer.

Whatever is not in order, the application answers. A product page that many look at asks the same again and
again: the very same query string with the same key from the same origin is answered from memory for a few
seconds, so whatever else decides (a revoked key, a changed file, another model) is looked at anew after these.
The key's limit counts all these answers as any others.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from flask import Flask

from commerce import keys, merchants
from commerce.clock import now
from eta_model import estimates
from portal.api import auth, limits, origins
from portal.api.auth import KEPT
from portal.etags import is_named
from portal.storefront.answers import Answer, answers, body_of
from portal.storefront.asking import wanted
from portal.storefront.schemas import is_plain

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
    body: bytes


class Repeats:
    """The last seconds' answers by key, origin and query string; safe for several threads."""

    def __init__(self) -> None:
        self._kept: dict[Key, Repeat] = {}

    def get(self, environ: Environ) -> Repeat | None:
        repeat = self._kept.get(key_of(environ))
        return repeat if repeat and time.monotonic() < repeat.until and now() < repeat.answer.until else None

    def keep(self, environ: Environ, answer: Answer) -> Repeat:
        """Keep an answer that the request got after all checks."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        headers = [("Content-Type", "application/json"), ("ETag", answer.etag), ("Vary", "Origin")]
        headers += origins.headers_for(environ.get(origins.ALLOWED))
        key_id = environ[KEPT].key_id
        kept = Repeat(time.monotonic() + SECONDS, key_id, tuple(headers), answer, body_of([answer]))
        self._kept[key_of(environ)] = kept
        return kept


def key_of(environ: Environ) -> Key:
    return environ.get("HTTP_AUTHORIZATION"), environ.get("HTTP_ORIGIN"), environ.get("QUERY_STRING")


def first(app: Flask, repeats: Repeats, limiter: limits.Limiter, environ: dict[str, Any]) -> Repeat | None:
    """The answer to a question not asked before, if all about it is plainly right."""
    text = environ["QUERY_STRING"]
    pairs = parse_qsl(text, keep_blank_values=True)
    asked = dict(pairs)
    if not (text.isascii() and len(asked) == len(pairs) and is_plain(asked)):
        return None
    with app.app_context():
        try:
            key = auth.found(environ, keys.lately().find)
            if key is None or not limiter.has_left(key.key_id) or not origins.admits(key, environ):
                return None
            merchant, at = merchants.known_by_id(key.merchant_id), now()
            if merchant is None:
                return None
            question = wanted(asked, estimates.table_of(merchant), merchant.config["locales"][0], at)
            if isinstance(question, list):
                return None
            return repeats.keep(environ, answers(merchant, [question], at)[0])
        except psycopg.Error:
            return None  # the application will meet it too, and can say so


def again(
    repeat: Repeat, limiter: limits.Limiter, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Send it, or that the browser has it."""
    answer = repeat.answer
    headers = [*repeat.headers, cache_control(answer, now()), *limiter.count(repeat.key_id)[1].items()]
    if is_named(answer.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", [*headers, ("Content-Length", str(len(repeat.body)))])
    return [repeat.body]


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
            repeat = repeats.get(environ) or first(app, repeats, limiter, environ)
            if repeat and limiter.has_left(repeat.key_id):
                return again(repeat, limiter, environ, start_response)
        return application(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]
