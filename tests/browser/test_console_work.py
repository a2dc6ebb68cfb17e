"""A morning's work in a real browser: readable for all, with and without a script, and what changes is told."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from commerce.models import Merchant, User
from returns import claims
from tests.browser.desk import LOOKS, faults, tab_of
from tests.builders import make_line, make_merchant
from tests.portal.console.staffing import make_user
from tests.portal.console.test_today import make_parcel
from tests.returns.shop import ask, deliver, open_shop, request

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant()


@pytest.fixture
def agent(merchant: Merchant) -> User:
    return make_user(merchant, "agent")


@pytest.fixture
def pages(merchant: Merchant) -> list[str]:
    """The pages, with something on each."""
    shop = open_shop(merchant)
    make_parcel(merchant, "LOST", status="failure", status_detail="lost", action_required="merchant")
    deliver(merchant, "1001", make_line("L1", sku="COAT", title="Rain coat"))
    asked = request(shop, ask(quantity=2, comment="Too small"))
    claim = claims.open_claim(shop, "1001", {"kind": "damaged", "description": "Crushed"})
    lists = [
        "/today",
        "/orders",
        "/orders?q=nobody",
        "/parcels?state=trouble",
        "/parcels?state=late",
        "/returns",
    ]
    return [
        *lists,
        "/claims",
        "/orders/1001/return",
        "/orders/LOST",
        f"/returns/{asked.code}",
        f"/claims/{claim.code}",
    ]


def open_all(tab: Page) -> None:
    for summary in tab.locator("summary").all():
        summary.click()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_read_the_pages(
    browser: Browser, app: Flask, address: str, agent: User, pages: list[str], look: tuple[int, str]
) -> None:
    with tab_of(browser, app, address, agent, look) as tab:
        for page in pages:
            sizes: list[int] = []
            tab.on(
                "response", lambda got, sizes=sizes: sizes.append(int(got.headers.get("content-length", 0)))
            )  # type: ignore[misc]
            tab.goto(f"/console{page}")
            open_all(tab)
            assert faults(tab, look[0]) == [], page
            assert sum(sizes) < MOST_BYTES, page


@pytest.mark.parametrize("scripted", [True, False])
def test_a_return_goes_from_the_list_to_its_refund(
    browser: Browser, app: Flask, address: str, agent: User, pages: list[str], scripted: bool
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
    browser: Browser, app: Flask, address: str, agent: User, pages: list[str]
) -> None:
    with tab_of(browser, app, address, agent) as tab:
        tab.goto("/console/orders")
        tab.get_by_label("Number, e-mail").press_sequentially("1001")
        expect(tab.get_by_role("link", name="LOST")).to_have_count(0)
        expect(tab.get_by_role("link", name="1001")).to_be_visible()
        expect(tab.get_by_label("Number, e-mail")).to_be_focused()
        assert "q=1001" in tab.url
        tab.reload()
        expect(tab.get_by_label("Number, e-mail")).to_have_value("1001")
