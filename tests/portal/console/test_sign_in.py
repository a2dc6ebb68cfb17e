"""Signing in: who knows the password gets in, who guesses learns nothing and must soon wait."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from commerce import clock, second_factor, staff_sessions, totp
from commerce.database import db
from commerce.models import Merchant, User
from tests.builders import make_merchant
from tests.portal.console.staffing import PASSWORD, Desk, csrf_token, make_user, signed_in

pytestmark = pytest.mark.usefixtures("uncounted")


@pytest.fixture
def ada(merchant: Merchant) -> Iterator[User]:
    yield make_user(merchant, "agent", "ada@acme.test", PASSWORD)


def enter(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    token = csrf_token(client.get("/console/sign-in"))
    form = {"csrf_token": token, "email": email, "password": password} | more
    return client.post("/console/sign-in", data=form)


@pytest.mark.parametrize("email", ["ada@acme.test", " ADA@acme.test "])
def test_address_and_password_lead_in(client: FlaskClient, ada: User, email: str) -> None:
    answer = enter(client, email, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/console" in cookie
    assert "ada@acme.test" in client.get("/console/account").text


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: FlaskClient, ada: User) -> None:
    wrong = enter(client, "ada@acme.test", "wrong password")
    unknown = enter(client, "eve@acme.test", "wrong password")
    assert wrong.status_code == unknown.status_code == 422
    token = csrf_token(wrong)
    assert wrong.text.replace(token, "") == unknown.text.replace(csrf_token(unknown), "").replace(
        "eve@", "ada@"
    )


def test_who_guesses_at_one_account_must_wait_wherever_they_come_from(
    app: Flask, client: FlaskClient, ada: User
) -> None:
    token = csrf_token(client.get("/console/sign-in"))
    for number in range(12):
        form = {"csrf_token": token, "email": "ada@acme.test", "password": "guess"}
        answer = client.post("/console/sign-in", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert enter(client, "ada@acme.test", PASSWORD).status_code == 429


def test_signing_in_gives_the_browser_another_token(client: FlaskClient, ada: User) -> None:
    before = csrf_token(client.get("/console/sign-in"))
    enter(client, "ada@acme.test", PASSWORD)
    form = {"csrf_token": before, "locale": "ja"}
    assert client.post("/console/account/language", data=form).status_code == 400


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/console/people", "/console/people"),
        ("https://evil.test/", "/console"),
        ("//evil.test/console/", "/console"),
        ("/console/\\evil.test", "/console"),
        ("/t/token", "/console"),
    ],
)
def test_it_leads_to_a_page_of_the_console_alone(
    client: FlaskClient, ada: User, wanted: str, leads_to: str
) -> None:
    assert enter(client, "ada@acme.test", PASSWORD, next=wanted).headers["Location"] == leads_to


def test_who_asks_for_a_page_gets_the_form_and_then_the_page(client: FlaskClient, ada: User) -> None:
    asked = client.get("/console/account?x=1")
    assert asked.status_code == 401 and 'value="/console/account?x=1"' in asked.text


def test_a_person_of_two_shops_chooses_one(client: FlaskClient, ada: User) -> None:
    other = make_merchant("bolt", name="Bolt")
    make_user(other, "owner", "ada@acme.test", PASSWORD)
    answer = enter(client, "ada@acme.test", PASSWORD)
    assert answer.status_code == 422 and "Bolt" in answer.text
    assert enter(client, "ada@acme.test", PASSWORD, shop=str(other.id)).status_code == 303
    assert "Bolt" in client.get("/console/account").text


def test_with_a_second_factor_the_password_is_not_enough(client: FlaskClient, ada: User) -> None:
    secret = second_factor.begin(ada.merchant_id, ada.id)
    then = clock.now() - timedelta(minutes=5)
    with clock.at(then):
        assert second_factor.confirm(ada.merchant_id, ada.id, totp.code(secret, totp.step_at(then)))
    answer = enter(client, "ada@acme.test", PASSWORD, next="/console/account")
    assert answer.headers["Location"].startswith("/console/sign-in/code")
    assert client.get("/console/account").status_code == 401
    page = client.get(answer.headers["Location"])
    form = {"csrf_token": csrf_token(page), "code": "000000", "next": "/console/account"}
    assert client.post("/console/sign-in/code", data=form).status_code == 422
    form["code"] = totp.code(secret, totp.step_at(clock.now()))
    assert client.post("/console/sign-in/code", data=form).headers["Location"] == "/console/account"
    assert client.get("/console/account").status_code == 200


def test_who_signs_out_is_out_with_the_old_cookie_too(desk: Desk, client: FlaskClient) -> None:
    with desk.client.session_transaction("/console/account") as session:
        token = session["token"]
    desk.send("/sign-out")
    assert desk.get("/account").status_code == 401
    assert staff_sessions.find(token) is None


@pytest.mark.parametrize(
    ("unused", "age"), [(timedelta(days=3, hours=1), timedelta(0)), (timedelta(0), timedelta(days=31))]
)
def test_a_session_ends_when_it_is_not_used_or_too_old(
    app: Flask, owner: User, unused: timedelta, age: timedelta
) -> None:
    desk = signed_in(app, owner)
    db.session.execute(
        text("UPDATE staff_sessions SET seen_at = seen_at - :unused, created_at = created_at - :age"),
        {"unused": unused, "age": age},
    )
    db.session.commit()
    assert desk.get("/account").status_code == 401


def test_pages_are_kept_from_caches_frames_and_scripts_of_others(desk: Desk) -> None:
    headers = desk.get("/account").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
