"""People at work in the console, as tests need them: made, signed in, and sending forms."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commerce import people, staff_sessions
from commerce.database import db
from commerce.models import Merchant, User

PASSWORD = "correct horse battery"


def make_user(
    merchant: Merchant, role: str = "owner", email: str | None = None, password: str | None = None
) -> User:
    """A person of that role; with a password only where one is told, as hashing takes its time."""
    invitation = people.invite(merchant.id, email or f"{role}@acme.test", role)
    if password:
        return people.set_password(invitation.token, password)
    return people.invited(invitation.token)


class Browser(FlaskClient):
    """A client whose requests share nothing but cookies: the test's own context would keep `g` for all of them."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


def browser(app: Flask) -> FlaskClient:
    """A browser that never was here."""
    return Browser(app, app.response_class)


@dataclass
class Desk:
    """A browser in which somebody is signed in."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"/console{path}", **more)

    def send(self, path: str, token_from: str = "/account", **form: Any) -> TestResponse:
        """Post a form with the token of a page; follows to where it leads."""
        token = csrf_token(self.get(token_from))
        data = {"csrf_token": token} | form
        return self.client.post(f"/console{path}", data=data, follow_redirects=True)


def csrf_token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, answer.text[:300]
    return found[1]


def signed_in(app: Flask, user: User) -> Desk:
    """A desk for the person, past the sign-in form."""
    client = browser(app)
    token = staff_sessions.begin(user, "127.0.0.1", "Test browser")
    db.session.commit()
    with client.session_transaction("/console/account") as session:
        session["token"] = token
    return Desk(client)
