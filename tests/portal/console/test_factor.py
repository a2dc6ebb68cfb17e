"""The sign-in code is set up on two pages and stopped with the password."""

import html
import re

import pytest
from flask import Flask

from commerce import audit, second_factor, staff, totp
from commerce.clock import now
from commerce.database import db
from commerce.models import Merchant, User
from tests.portal.console.staffing import PASSWORD, Desk, make_user, signed_in

pytestmark = pytest.mark.usefixtures("uncounted")


@pytest.fixture
def ada(merchant: Merchant) -> User:
    return make_user(merchant, "agent", "ada@acme.test", PASSWORD)


@pytest.fixture
def hers(app: Flask, ada: User) -> Desk:
    return signed_in(app, ada)


def is_on(user: User) -> bool:
    db.session.expire_all()
    return second_factor.is_on(staff.get(user.merchant_id, user.id))


def begun(desk: Desk) -> str:
    """Set it up as far as the QR code; the secret that it holds."""
    page = html.unescape(desk.send("/account/code").text)
    found = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)
    assert found and "<svg" in page
    return found[1].replace(" ", "")


def test_a_right_code_switches_it_on_and_shows_the_recovery_codes_once(hers: Desk, ada: User) -> None:
    code = totp.code(begun(hers), totp.step_at(now()))
    page = hers.send("/account/code/confirm", code=code).text
    codes = re.findall(r'<code class="secret">([a-z0-9-]+)</code>', page)
    assert len(codes) == 8 and is_on(ada)
    assert codes[0] not in hers.get("/account").text
    assert audit.listed(ada.merchant_id)[0].action == "second_factor_on"


def test_a_wrong_code_keeps_the_same_secret_to_try_again(hers: Desk, ada: User) -> None:
    secret = begun(hers)
    again = hers.send("/account/code/confirm", code="000000")
    assert again.status_code == 422 and "code is not right" in again.text
    assert secret[:4] in again.text and not is_on(ada)


@pytest.mark.parametrize(("password", "still_on"), [("a wrong one", True), (PASSWORD, False)])
def test_it_is_stopped_with_the_password_alone(hers: Desk, ada: User, password: str, still_on: bool) -> None:
    hers.send("/account/code/confirm", code=totp.code(begun(hers), totp.step_at(now())))
    hers.send("/account/code/stop", stop_password=password)
    assert is_on(ada) == still_on
