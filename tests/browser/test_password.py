"""A person sets a password by the link, in a real browser, and axe finds nothing on the way."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from commerce import people
from commerce.database import transaction
from commerce.models import Merchant
from tests.browser.readable import faults_in_every_look

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


@pytest.fixture
def link(app: Flask, address: str) -> str:
    with transaction() as session:
        merchant = Merchant(slug="acme", config={})
        session.add(merchant)
        session.flush()
        token = people.invite(merchant.id, "ada@acme.test", "owner").token
    return f"{address}/console/password/{token}"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


def test_a_person_sets_a_password_after_a_slip(tab: Page, link: str) -> None:
    tab.goto(link)
    assert faults_in_every_look(tab) == []
    tab.get_by_label("New password").fill("short")
    tab.get_by_label("Once more, to be sure").fill("shirt")
    tab.get_by_role("button", name="Set password").click()
    expect(tab.get_by_label("New password")).to_be_focused()
    expect(tab.get_by_label("New password")).to_have_accessible_description(
        "At least 10 characters. A few words in a row do well. Use at least 10 characters."
    )
    expect(tab.get_by_text("The two passwords differ.")).to_be_visible()
    assert faults_in_every_look(tab) == []
    tab.get_by_label("New password").fill(PASSWORD)
    tab.get_by_label("Once more, to be sure").fill(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading")).to_have_text("Your password is set")
    assert faults_in_every_look(tab) == []
    tab.goto(link)
    expect(tab.get_by_role("heading")).to_have_text("This link can’t be used any more")
    assert faults_in_every_look(tab) == []
