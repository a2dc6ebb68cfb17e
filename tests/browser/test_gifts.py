"""A gift is sent back in a real browser, on a phone and a desk, without a price and without a script too."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import Merchant, Order
from portal.languages import catalogue
from tests.browser.pages import LOOKS, check, look_at
from tests.builders import make_line, make_merchant
from tests.returns.shop import deliver, open_shop

pytestmark = pytest.mark.browser


@pytest.fixture
def order(app: Flask) -> Order:
    merchant: Merchant = make_merchant(return_policy={"window": {"days": 30}})
    open_shop(merchant, methods=["label"])
    return deliver(merchant, "1001", make_line("L1", title="Linen tee", quantity=1, gift=True))


@pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)],
    ids=str,
)
def test_a_buyer_makes_a_code_and_the_gift_comes_back(
    browser: Browser, address: str, order: Order, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(f"{address}/t/{order.page_token}")
        tab.get_by_role("link", name=say("Let them return your gift")).click()
        check(tab, look, scripted=scripted)
        tab.get_by_role("button", name=say("Make a gift code")).click()
        check(tab, look, scripted=scripted)
        code = tab.locator("dd").inner_text()
        tab.goto(f"{address}/acme")
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Gift code")).fill(code.lower())
        tab.get_by_role("button", name=say("Return a gift")).click()
        check(tab, look, scripted=scripted)
        forward = tab.get_by_role("button", name=say("Continue"), exact=True)
        tab.get_by_label(say("Return this item")).check()
        forward.click()
        tab.get_by_label(say("Too small")).check()
        forward.click()
        tab.get_by_label(say("Store credit")).check()
        forward.click()
        check(tab, look, scripted=scripted)
        tab.get_by_role("button", name=say("Request this return")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("Your return is approved"))
        check(tab, look, scripted=scripted)
