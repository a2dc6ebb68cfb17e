"""A shopper withdraws in a real browser, on a phone and a desk, in every language, without a script too."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce import orders
from commerce.models import Order
from portal.languages import catalogue
from tests.browser.pages import LOOKS, Look, check, look_at
from tests.builders import make_line, make_merchant
from tests.returns.shop import open_shop
from tests.returns.withdrawal.shop import delivered, pack, waiting

pytestmark = pytest.mark.browser

FRESH = {"code": "perishable", "tags": ["fresh"], "skus": [], "product_types": [], "collections": []}
SEALED = FRESH | {"code": "hygiene_seal", "tags": ["sealed"]}


@pytest.fixture
def order(app: Flask) -> Order:
    section = {"days": 14, "return_cost": None, "exceptions": [FRESH, SEALED]}
    merchant = make_merchant(
        withdrawal=section, return_policy={"window": {"days": 30}}, brand={"accent": "#7a1f5c"}
    )
    open_shop(merchant)
    delivered(merchant, "1002", days=40)
    tee = make_line("L1", title="Linen tee")
    cream = make_line("L2", title="Night cream", quantity=1, unit_price=1200, tags=["sealed"])
    cake = make_line("L3", title="Plum cake", quantity=1, unit_price=900, tags=["fresh"])
    made = waiting(merchant, "1001", tee, cream, cake)
    pack(made, L1=1)
    return made


@pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)],
    ids=str,
)
def test_a_shopper_withdraws_in_two_steps(
    browser: Browser, address: str, order: Order, locale: str, look: Look, scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(f"{address}/t/{order.page_token}")
        check(tab, look, scripted=scripted)
        tab.get_by_role("link", name=say("Withdraw from contract here")).click()
        check(tab, look, scripted=scripted)
        expect(tab.get_by_label(say("Your name"))).to_have_value("Ada L")
        expect(tab.get_by_label(say("How many?"))).to_have_value("2")
        tab.get_by_label(say("Your email address, for the receipt")).fill("ada@example")
        tab.get_by_label(say("Withdraw from this item")).uncheck()
        tab.get_by_label(say("How many?")).select_option("0")
        forward = tab.get_by_role("button", name=say("Continue"), exact=True)
        forward.click()
        expect(tab.get_by_role("alert")).to_have_text(say("Choose at least one item."))
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("How many?")).select_option("2")
        forward.click()
        confirm = tab.get_by_role("button", name=say("Confirm withdrawal"), exact=True)
        expect(confirm).to_be_visible()
        check(tab, look, scripted=scripted)
        tab.get_by_role("button", name=say("Back"), exact=True).click()
        expect(tab.get_by_label(say("Withdraw from this item"))).not_to_be_checked()
        expect(tab.get_by_label(say("Your email address, for the receipt"))).to_have_value("ada@example")
        forward.click()
        confirm.click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("We have received your withdrawal"))
        check(tab, look, scripted=scripted)
        tab.get_by_role("link", name=say("See the return")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("Your return is approved"))
        check(tab, look, scripted=scripted)


def test_who_comes_too_late_reads_why(browser: Browser, address: str, order: Order) -> None:
    token = orders.get(order.merchant_id, "1002").page_token
    with look_at(browser, LOOKS[0], "en", scripted=True) as tab:
        tab.goto(f"{address}/t/{token}/withdraw")
        expect(tab.get_by_role("heading", level=1)).to_have_text("The time to withdraw is over")
        check(tab, LOOKS[0], scripted=True)
