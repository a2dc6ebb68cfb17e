"""Pages that stand as they were: answered before the framework, by one statement and one comparison."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask

from commerce import clock
from commerce.statements import Statements
from portal.shopper.kept import Asked, KeptPage, Pages
from portal.shopper.load import LATEST
from portal.shopper.viewed import Views

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

STATUS = {200: "200 OK", 304: "304 NOT MODIFIED"}


class StandingPages:
    """WSGI middleware: what it does not know, or what has changed, the application answers."""

    def __init__(self, app: Flask) -> None:
        self._answer: WSGIApplication = app.wsgi_app
        self._extensions = app.extensions

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        page = self._standing(environ) if environ["PATH_INFO"].startswith("/t/") else None
        if page is None:
            return self._answer(environ, start_response)
        status, headers, body = page.answer(
            environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        )
        start_response(STATUS[status], headers)
        return [body]

    def _standing(self, environ: dict[str, Any]) -> KeptPage | None:
        """The page that answered this before, if nothing on it has changed since."""
        pages: Pages = self._extensions["pages"]
        statements: Statements = self._extensions["statements"]
        key = pages.key_for(Asked.by(environ))
        if key is None or environ["REQUEST_METHOD"] != "GET":
            return None
        try:
            row = statements.one(LATEST, (key[0],))
        except psycopg.Error:
            return None  # the application will meet it too, and can say so
        page = pages.get(key, (row[2], row[3]), clock.now()) if row else None
        if page and row:
            views: Views = self._extensions["views"]
            views.seen(row[0])
        return page
