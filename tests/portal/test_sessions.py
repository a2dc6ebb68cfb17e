"""Sessions: for staff alone."""

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from commerce.people import invite
from tests.builders import make_merchant


def test_a_shopper_gets_no_cookie(client: FlaskClient, app: Flask) -> None:
    make_merchant()
    assert "Set-Cookie" not in client.get("/acme").headers


def test_staff_get_one_that_other_pages_do_not_see(client: FlaskClient, app: Flask) -> None:
    link = invite(make_merchant().id, "ada@example.com", "owner")
    cookie = client.get(f"/console/password/{link.token}").headers["Set-Cookie"]
    assert "Path=/console" in cookie


def test_nothing_can_be_kept_in_a_session_that_is_not_there(app: Flask) -> None:
    with app.test_request_context("/acme"), pytest.raises(RuntimeError):
        session["x"] = 1
