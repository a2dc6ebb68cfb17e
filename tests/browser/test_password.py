"""A person sets a password by the link, in a real browser, and axe finds nothing on the way."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from commerce import people
from commerce.database import transaction
from commerce.models import Merchant

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The link, on a server of its own."""
    with transaction() as session:
        merchant = Merchant(slug="acme", config={})
        session.add(merchant)
        session.flush()
        token = people.invite(merchant.id, "ada@acme.test", "owner").token
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/console/password/{token}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[(390, "light"), (1280, "dark")], ids=["phone", "desktop"])
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def violations(tab: Page) -> list[str]:
    # Read by the test, not by the page, whose policy runs no scripts.
    tab.evaluate(Axe().axe_script)
    return [rule["id"] for rule in tab.evaluate("axe.run()")["violations"]]


def test_a_person_sets_a_password_after_a_slip(tab: Page, address: str) -> None:
    tab.goto(address)
    assert violations(tab) == []
    tab.get_by_label("New password").fill("short")
    tab.get_by_label("The same again").fill("shirt")
    tab.get_by_role("button", name="Set password").click()
    expect(tab.get_by_label("New password")).to_be_focused()
    expect(tab.get_by_label("New password")).to_have_accessible_description(
        "At least 10 characters. A few words in a row do well. Use at least 10 characters."
    )
    expect(tab.get_by_text("The two passwords differ.")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_label("New password").fill(PASSWORD)
    tab.get_by_label("The same again").fill(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading")).to_have_text("Your password is set")
    assert violations(tab) == []
    tab.goto(address)
    expect(tab.get_by_role("heading")).to_have_text("This link can’t be used any more")
    assert violations(tab) == []
