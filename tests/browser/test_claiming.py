"""A shopper reports a parcel in a real browser, on a phone and a desk, in every language, without a script too."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import Merchant, Order
from portal.languages import catalogue
from tests.browser.desk import served
from tests.browser.pages import HAT, LOOKS, check, look_at
from tests.builders import make_line, make_merchant
from tests.returns.shop import deliver, open_shop

pytestmark = pytest.mark.browser


@pytest.fixture
def order(app: Flask) -> Order:
    merchant: Merchant = make_merchant(return_policy={"window": {"days": 30}})
    open_shop(merchant, require_photo_for=["damaged"])
    hat = make_line("L2", title="Wool hat", sku="HAT", quantity=1, unit_price=1500)
    return deliver(merchant, "1001", make_line("L1", title="Linen tee"), hat)


@pytest.fixture
def address(app: Flask, order: Order) -> Iterator[str]:
    with served(app) as base:
        yield f"{base}/t/{order.page_token}/claim"


@pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)],
    ids=str,
)
def test_a_shopper_reports_damage_with_a_photo(
    browser: Browser, address: str, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(address)
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Something is damaged")).check()
        tab.get_by_role("button", name=say("Continue"), exact=True).click()
        send = tab.get_by_role("button", name=say("Send this report"))
        send.click()
        expect(tab.get_by_role("alert")).to_have_text(say("Choose at least one item."))
        tab.get_by_label("Linen tee").select_option("2")
        tab.get_by_label("Wool hat").check()
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Photos")).set_input_files(
            {"name": "hat.png", "mimeType": "image/png", "buffer": HAT}
        )
        send.click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("We have your report"))
        check(tab, look, scripted=scripted)
