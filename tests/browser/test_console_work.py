"""A morning's work in a real browser: with and without a script, and what changes is told."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import Merchant, User
from tests.browser.desk import tab_of
from tests.builders import make_line
from tests.portal.console.staffing import make_user
from tests.portal.console.test_today import make_parcel
from tests.returns.shop import ask, deliver, open_shop, request

pytestmark = pytest.mark.browser


@pytest.fixture
def agent(merchant: Merchant) -> User:
    return make_user(merchant, "agent")


@pytest.fixture
def morning(merchant: Merchant) -> None:
    """A return to review, and a parcel that was lost."""
    shop = open_shop(merchant)
    make_parcel(merchant, "LOST", status="failure", status_detail="lost", action_required="merchant")
    deliver(merchant, "1001", make_line("L1", sku="COAT", title="Rain coat"))
    request(shop, ask(quantity=2, comment="Too small"))


@pytest.mark.parametrize("scripted", [True, False])
def test_a_return_goes_from_the_list_to_its_refund(
    browser: Browser, app: Flask, address: str, agent: User, morning: None, scripted: bool
) -> None:
    with tab_of(browser, app, address, agent, java_script_enabled=scripted) as tab:
        tab.goto("/console/today")
        tab.get_by_role("link", name="Review, Order 1001").click()
        tab.get_by_label("Why you approve it").fill("Good customer")
        tab.get_by_role("button", name="Approve").click()
        expect(tab.get_by_role("status")).to_have_text("The return is approved.")
        tab.get_by_text("Take in what arrived").click()
        tab.get_by_role("button", name="Take it in").click()
        expect(tab.get_by_role("status")).to_have_text("What arrived is taken in.")
        tab.get_by_role("button", name="Refund").click()
        expect(tab.get_by_role("status")).to_have_text("The refund is on its way.")
        if scripted:
            expect(tab.get_by_role("status")).to_be_focused()


def test_a_search_changes_the_list_and_the_address_as_one_types(
    browser: Browser, app: Flask, address: str, agent: User, morning: None
) -> None:
    with tab_of(browser, app, address, agent) as tab:
        tab.goto("/console/orders")
        tab.get_by_label("Number, e-mail").press_sequentially("1001")
        expect(tab.get_by_role("link", name="LOST")).to_have_count(0)
        expect(tab.get_by_role("link", name="1001")).to_be_visible()
        expect(tab.get_by_label("Number, e-mail")).to_be_focused()
        expect(tab).to_have_url(re.compile("q=1001"))
        tab.reload()
        expect(tab.get_by_label("Number, e-mail")).to_have_value("1001")
