"""Sessions for staff alone: shoppers and API callers get no cookie, and hot paths do not pay for one."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class ConsoleSessions(SecureCookieSessionInterface):
    """Signed cookies under `/console`; elsewhere there is no session, and to write to one is an error."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if request.path.startswith("/console") else None

    def get_cookie_path(self, app: Flask) -> str:
        return "/console"
