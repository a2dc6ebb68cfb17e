"""Signing in, one's account, people and the log, in a real browser: readable for all, by keyboard alone."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import User
from tests.browser.desk import tab_of
from tests.browser.readable import faults_in_every_look
from tests.builders import make_merchant
from tests.portal.console.staffing import PASSWORD, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(app: Flask) -> User:
    return make_user(make_merchant(), "owner", "ada@acme.test", PASSWORD)


def test_everybody_can_sign_in_and_set_up_a_second_factor(
    browser: Browser, app: Flask, address: str, ada: User
) -> None:
    with tab_of(browser, app, address, ada) as tab:
        tab.goto("/console/account")
        tab.get_by_role("button", name="Set it up").click()
        assert faults_in_every_look(tab) == []
    with tab_of(browser, app, address, None) as tab:
        for page in ("/sign-in", "/forgotten"):
            tab.goto(f"/console{page}")
            assert faults_in_every_look(tab) == [], page


@pytest.mark.parametrize("scripted", [True, False])
def test_an_owner_signs_in_and_invites_somebody_by_keyboard_alone(
    browser: Browser, app: Flask, address: str, ada: User, scripted: bool
) -> None:
    with tab_of(browser, app, address, None, java_script_enabled=scripted) as tab:
        tab.goto("/console/sign-in")
        tab.get_by_label("E-mail address").focus()
        tab.keyboard.type("ada@acme.test")
        tab.keyboard.press("Tab")
        tab.keyboard.type("wrong")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert")).to_contain_text("don’t go together")
        tab.get_by_label("Password").focus()
        tab.keyboard.type(PASSWORD)
        tab.keyboard.press("Enter")
        people = tab.get_by_role("link", name="People")
        people.focus()
        tab.keyboard.press("Enter")
        tab.get_by_label("E-mail address").focus()
        tab.keyboard.type("mina@acme.test")
        tab.keyboard.press("Enter")
        expect(tab.get_by_text("/console/password/")).to_be_visible()
