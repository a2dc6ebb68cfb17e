"""The console's brand page in a real browser: the real pages follow the form."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from commerce import merchant_changes, merchant_file, merchants
from commerce.models import User
from tests.browser.desk import tab_of
from tests.portal.console.staffing import make_user
from tests.portal.console.test_brand import SHOP

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(app: Flask) -> User:
    merchant_changes.apply(merchant_file.read(SHOP.encode()))
    return make_user(merchants.fresh("acme"), "owner", "ada@acme.test")  # type: ignore[arg-type]


def drawn(tab: Page, device: str) -> Page:
    """The page inside the frame of a device, once it is there."""
    return tab.frame_locator(f".{device} iframe:not(.coming)")  # type: ignore[return-value]


def test_the_pages_follow_the_form_before_it_is_saved(
    browser: Browser, app: Flask, address: str, ada: User
) -> None:
    with tab_of(browser, app, address, ada) as tab:
        tab.goto("/console/brand")
        steps = tab.evaluate("history.length")
        tab.get_by_label("Text", exact=True).first.fill("#dddddd")
        tab.get_by_label("Moment").select_option("delivered")
        for device in ("phone", "desktop"):
            expect(drawn(tab, device).get_by_text("Enjoy.")).to_be_visible()
        expect(tab.get_by_text("#dddddd can’t be read well enough")).to_be_visible()
        assert tab.evaluate("history.length") == steps
        assert merchants.fresh("acme").config["brand"]["text"] is None  # type: ignore[union-attr]
