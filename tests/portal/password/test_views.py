"""A one-time link shows a form, and the form sets a password once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from commerce import clock, people
from commerce.database import db, transaction
from commerce.models import Merchant, User

PASSWORD = "correct horse battery"


@pytest.fixture
def address(app: Flask) -> str:
    with transaction() as session:
        merchant = Merchant(slug="acme", config={})
        session.add(merchant)
        session.flush()
        token = people.invite(merchant.id, "ada@acme.test", "owner").token
    return f"/console/password/{token}"


def csrf_token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
    assert found
    return found[1]


def send(client: FlaskClient, address: str, password: str, again: str | None = None) -> TestResponse:
    token = csrf_token(client.get(address))
    both = {"password": password, "again": password if again is None else again}
    return client.post(address, data=both | {"csrf_token": token})


def password_is(password: str) -> bool:
    db.session.expire_all()
    user = db.session.scalars(select(User), execution_options={"across_merchants": True}).one()
    return people.has_password(user, password)


def test_the_link_shows_whose_password_it_sets(client: FlaskClient, address: str) -> None:
    shown = client.get(address)
    assert shown.status_code == 200
    assert "For ada@acme.test." in shown.text


def test_the_form_sets_the_password_and_spends_the_link(client: FlaskClient, address: str) -> None:
    done = send(client, address, PASSWORD)
    assert done.status_code == 200 and "Your password is set" in done.text
    assert password_is(PASSWORD)
    assert client.get(address).status_code == 404
    assert client.post(address, data={"password": "another password"}).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", None, "Use at least 10 characters."),
        ("", None, "Use at least 10 characters."),
        ("x" * 201, None, "Use at most 200 characters."),
        (PASSWORD, "correct horse batter", "The two passwords differ."),
    ],
)
def test_what_must_be_mended_is_said_and_nothing_is_set(
    client: FlaskClient, address: str, password: str, again: str | None, says: str
) -> None:
    refused = send(client, address, password, again)
    assert refused.status_code == 422
    assert says in refused.text and 'aria-invalid="true"' in refused.text
    assert PASSWORD not in refused.text and "xxxx" not in refused.text
    assert not password_is(password)
    assert send(client, address, PASSWORD).status_code == 200


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_form_that_is_not_ours_sets_nothing(client: FlaskClient, address: str, token: str | None) -> None:
    client.get(address)
    forged = client.post(address, data={"password": PASSWORD, "again": PASSWORD, "csrf_token": token or ""})
    assert forged.status_code == 422 and "open too long" in forged.text
    assert not password_is(PASSWORD)


@pytest.mark.parametrize(("cut", "ending"), [(1, ""), (0, "x"), (4, "%00%ff")])
def test_a_link_that_is_off_by_a_character_opens_nothing(
    client: FlaskClient, address: str, cut: int, ending: str
) -> None:
    answer = client.get(address[: len(address) - cut] + ending)
    assert answer.status_code == 404 and "can’t be used" in answer.text
    assert "ada@acme.test" not in answer.text


def test_a_link_ends_after_seven_days(client: FlaskClient, address: str) -> None:
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert client.get(address).status_code == 404


def test_the_address_is_kept_from_caches_frames_and_other_sites(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]
