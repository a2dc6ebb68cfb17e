"""A shopper returns something in a real browser, on a phone and a desk, in every language, without a script too."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import Merchant, Order
from portal.languages import catalogue
from returns import stock
from tests.browser.desk import served
from tests.browser.pages import HAT, LOOKS, check, look_at
from tests.builders import make_line, make_merchant
from tests.returns.shop import deliver, open_shop

pytestmark = pytest.mark.browser


@pytest.fixture
def order(app: Flask) -> Order:
    merchant: Merchant = make_merchant(return_policy={"window": {"days": 30}})
    open_shop(merchant, methods=["label", "in_store"], require_photo_for=["damaged"])
    shelf = {"product_id": "TEE", "variant": "L", "available": 5, "unit_price": 2700, "currency": "USD"}
    stock.put(merchant.id, "TEE-L", shelf)
    tee = make_line("L1", title="Linen tee", product_id="TEE")
    hat = make_line("L2", title="Wool hat", sku="HAT", quantity=1, unit_price=1500)
    socks = make_line("L3", title="Socks", sku="COAT", quantity=1, unit_price=900, final_sale=True)
    return deliver(merchant, "1001", tee, hat, socks)


@pytest.fixture
def address(app: Flask, order: Order) -> Iterator[str]:
    """The form, on a server of its own."""
    with served(app) as base:
        yield f"{base}/t/{order.page_token}/return"


@pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)],
    ids=str,
)
def test_a_shopper_exchanges_one_thing_and_returns_another(
    browser: Browser, address: str, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(address)
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("How many?")).select_option("2")
        tab.get_by_label(say("Return this item")).first.check()
        forward = tab.get_by_role("button", name=say("Continue"), exact=True)
        forward.click()
        forward.click()
        expect(tab.get_by_text(say("Choose a reason."))).to_have_count(2)
        check(tab, look, scripted=scripted)
        for group, reason in enumerate(("Too small", "It arrived damaged")):
            tab.get_by_role("group").nth(group).get_by_label(say(reason)).check()
        forward.click()
        check(tab, look, scripted=scripted)
        tee, hat = tab.get_by_role("group").nth(0), tab.get_by_role("group").nth(1)
        tee.locator("[value=exchange]").check()
        tee.get_by_role("combobox").select_option("TEE-L")
        hat.get_by_label(say("Refund to your original payment")).check()
        forward.click()
        for group in (0, 1):
            tab.get_by_role("group").nth(group).get_by_label(say("With a return label")).check()
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Photos")).set_input_files(
            {"name": "hat.png", "mimeType": "image/png", "buffer": HAT}
        )
        tab.get_by_role("button", name=say("Request this return")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("Your return is approved"))
        check(tab, look, scripted=scripted)
        tab.get_by_role("button", name=say("Cancel this return")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("This return was cancelled"))
        check(tab, look, scripted=scripted)


def test_going_back_and_reloading_lose_nothing(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.set_default_timeout(30_000)
    tab.goto(address)
    tab.get_by_label("How many?").select_option("2")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_label("Too large").check()
    tab.get_by_role("button", name="Continue").click()
    expect(tab).to_have_url(re.compile(r"step=what"))
    tab.reload()
    expect(tab.get_by_text("Too large")).to_be_visible()
    tab.get_by_role("link", name="Back", exact=True).click()
    expect(tab.get_by_label("Too large")).to_be_checked()
    tab.get_by_role("link", name="日本語").click()
    expect(tab.get_by_label("大きすぎる")).to_be_checked()
    tab.close()
