"""The policy builder in a real browser, by keyboard alone and by hand."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from commerce.models import Merchant, User
from returns import drafting, publishing
from tests.browser.desk import tab_of
from tests.browser.keyboard import go_to, press
from tests.builders import make_line, make_merchant
from tests.portal.console.policy.conftest import POLICY
from tests.portal.console.staffing import make_user
from tests.returns.shop import ask, deliver, open_shop, request

pytestmark = pytest.mark.browser


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    shop = open_shop(merchant, **POLICY)
    deliver(merchant, "1001", make_line("L1", sku="COAT", title="Rain coat", quantity=2))
    request(shop, ask(reason="changed_mind"))
    return merchant


@pytest.fixture
def manager(merchant: Merchant) -> User:
    return make_user(merchant, "manager")


def choose(tab: Page, name: str, label: str) -> None:
    """Type what a list offers, as one does on a keyboard."""
    go_to(tab, "combobox", name)
    with tab.expect_response("**/rules/one"):
        tab.keyboard.type(label)


def test_a_rule_is_built_moved_and_published_by_keyboard_alone(
    browser: Browser, app: Flask, address: str, manager: User
) -> None:
    with tab_of(browser, app, address, manager) as tab:
        tab.goto("/console/policy")
        press(tab, "link", "Add a rule")
        go_to(tab, "textbox", "Name of the rule")
        tab.keyboard.type("Coats stay")
        choose(tab, "What to look at", "SKU")
        expect(tab.get_by_label("What to look at")).to_be_focused()
        go_to(tab, "combobox", "Value")
        tab.keyboard.type("COAT")
        press(tab, "button", "Add a condition")
        expect(tab.get_by_label("What to look at").nth(1)).to_be_focused()
        tab.keyboard.type("final")
        expect(tab.get_by_label("How to compare").nth(1)).to_have_text("isis notknown?")
        go_to(tab, "combobox", "Decision")
        tab.keyboard.type("It can")
        tab.keyboard.press("Tab")
        press(tab, "button", "Save to the draft")
        expect(tab.get_by_role("status")).to_have_text("The rule is in the draft.")
        press(tab, "button", "Move up: Coats stay")
        expect(tab.get_by_role("status")).to_have_text("The rule is moved.")
        press(tab, "link", "Review and publish")
        press(tab, "button", "Publish")
        expect(tab.get_by_role("heading", name="Version 2", exact=True)).to_be_visible()
    newest = publishing.in_force(manager.merchant_id)
    assert newest and [rule["name"] for rule in newest.source["rules"]] == [
        "VIPs",
        "Coats stay",
        "Final sale",
    ]
    coats = {"fact": "line.sku", "op": "eq", "value": "COAT"}
    final = {"fact": "line.final_sale", "op": "eq", "value": True}
    assert newest.source["rules"][1]["when"] == {"all": [coats, final]}


def test_two_browsers_that_edit_one_policy_lose_nothing(
    browser: Browser, app: Flask, address: str, manager: User, merchant: Merchant
) -> None:
    owner = make_user(merchant, "owner")
    with tab_of(browser, app, address, manager) as mine, tab_of(browser, app, address, owner) as theirs:
        mine.goto("/console/policy/rules/1")
        mine.get_by_label("Name of the rule").fill("Really final")
        theirs.goto("/console/policy/rules/0")
        theirs.get_by_label("Days to ask for it").fill("90")
        theirs.get_by_role("button", name="Save to the draft").click()
        expect(theirs.get_by_role("status")).to_have_text("The rule is in the draft.")
        mine.get_by_role("button", name="Save to the draft").click()
        expect(mine.get_by_text("Nothing of yours is lost")).to_be_visible()
        expect(mine.get_by_text("there are 90 days to ask for it")).to_be_visible()
        expect(mine.get_by_label("Name of the rule")).to_have_value("Really final")
        mine.get_by_role("button", name="Save to the draft").click()
        expect(mine.get_by_role("status")).to_have_text("The rule is in the draft.")
    vips, final = drafting.current(merchant.id).source["rules"]
    assert (vips["then"]["window_days"], final["name"]) == (90, "Really final")


def test_rules_are_dragged_to_another_place(
    browser: Browser, app: Flask, address: str, manager: User
) -> None:
    with tab_of(browser, app, address, manager) as tab:
        tab.goto("/console/policy")
        tab.locator("#rule-1 .grip").drag_to(tab.locator("#rule-0"))
        expect(tab.get_by_role("status")).to_have_text("The rule is moved.")
        expect(tab.locator("#rule-0 h3")).to_contain_text("Final sale")
