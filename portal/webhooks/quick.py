"""The common case at the door: a well-signed message is stored before the framework sees it."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask

from commerce.merchants import Known
from portal.webhooks.doors import DOORS, opens, store
from portal.webhooks.views import TAKEN

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(TAKEN)))]


class QuickDoors:
    """WSGI middleware: senders come in bursts. Whatever is not in order, the application answers."""

    def __init__(self, app: Flask) -> None:
        self._answer: WSGIApplication = app.wsgi_app
        self._extensions = app.extensions
        self._base_url = app.config["SETTINGS"].base_url
        self._most = int(app.config["MAX_CONTENT_LENGTH"])

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/webhooks/") and self._takes(environ):
            start_response("200 OK", HEADERS[:])
            return [TAKEN]
        return self._answer(environ, start_response)

    def _takes(self, environ: dict[str, Any]) -> bool:
        """Store the message if its merchant is in memory and it is signed; else leave its body to be read again."""
        slug, _, provider = environ["PATH_INFO"][len("/webhooks/") :].partition("/")
        length, known = environ.get("CONTENT_LENGTH") or "", self._extensions.get("merchants")
        if environ["REQUEST_METHOD"] != "POST" or provider not in DOORS or known is None:
            return False
        if not (length.isdecimal() and int(length) <= self._most):
            return False
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
        return len(body) == int(length) and self._stored(environ, known.get(slug), provider, body)

    def _stored(self, environ: dict[str, Any], merchant: Known | None, provider: str, body: bytes) -> bool:
        signature = environ.get(f"HTTP_{DOORS[provider].header.upper().replace('-', '_')}", "")
        if merchant is None or not opens(merchant, provider, body, signature, self._base_url):
            return False
        try:
            store(self._extensions["statements"], merchant, provider, body)
        except psycopg.Error:
            return False  # the application will meet it too, and can say so
        return True
