"""The console's page of delivery dates in a real browser: a destination is tried."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import User
from tests.browser.desk import tab_of
from tests.builders import make_merchant
from tests.portal.console.cards import make_model, make_scorecard
from tests.portal.console.staffing import make_user
from tests.sample_shop import SHOP

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(app: Flask) -> User:
    merchant = make_merchant(**SHOP)
    make_scorecard(merchant)
    make_model(merchant, "mdl_old", "retired")
    make_model(merchant, "mdl_new", "candidate")
    return make_user(merchant, "owner", "ada@acme.test")


@pytest.mark.parametrize("scripted", [True, False])
def test_a_destination_is_tried(
    browser: Browser, app: Flask, address: str, ada: User, scripted: bool
) -> None:
    with tab_of(browser, app, address, ada, java_script_enabled=scripted) as tab:
        tab.goto("/console/delivery-dates")
        tab.get_by_label("Country").fill("US")
        tab.get_by_label("Postcode").fill("94103")
        tab.get_by_role("button", name="Show").click()
        expect(tab.get_by_text("Get it")).to_be_visible()
