"""The pages on which a shop is set up, in a real browser: readable for all, narrow and wide, by day and by night."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from commerce import merchant_changes, merchant_file, merchants
from commerce.models import User
from tests.browser.desk import LOOKS, faults, tab_of
from tests.builders import make_order
from tests.portal.console.staffing import make_user
from tests.portal.console.test_locations import SHOP

pytestmark = pytest.mark.browser

PAGES = (
    "/locations",
    "/locations/NJ1",
    "/services/ground",
    "/connections",
    "/privacy?q=ada@example.com",
)


@pytest.fixture
def ada(app: Flask) -> User:
    merchant_changes.apply(merchant_file.read(SHOP.encode()))
    merchant = merchants.fresh("acme")
    assert merchant
    make_order(merchant)  # type: ignore[arg-type]
    return make_user(merchant, "owner", "ada@acme.test")  # type: ignore[arg-type]


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[3]], ids=str)
def test_everybody_can_read_the_pages(
    browser: Browser, app: Flask, address: str, ada: User, look: tuple[int, str]
) -> None:
    with tab_of(browser, app, address, ada, look) as tab:
        for path in PAGES:
            tab.goto(f"/console{path}")
            for summary in tab.locator("summary").all():
                summary.click()
            assert faults(tab, look[0]) == [], path
