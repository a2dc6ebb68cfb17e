"""A shopper finds where to bring a return and what to show there, and tells the number of a parcel of their own."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from portal.languages import catalogue
from tests.browser.desk import served
from tests.browser.pages import LOOKS, Look, check, look_at
from tests.builders import make_line, make_merchant
from tests.returns.shop import ask, deliver, open_shop, request
from tests.returns.test_places import LOCKER, STORE

pytestmark = pytest.mark.browser
DOCK = STORE | {"code": "NJ1", "kind": "warehouse"}
LONG = STORE | {"code": "CHI", "address": STORE["address"] | {"name": "Acme Outfitters at the Old Mill"}}


@pytest.mark.parametrize(
    ("locale", "look", "scripted"), [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)]
)
def test_the_way_back_is_shown_and_told(
    app: Flask, browser: Browser, locale: str, look: Look, scripted: bool
) -> None:
    say = catalogue(locale).gettext
    merchant = make_merchant(locations=[DOCK, STORE, LOCKER, LONG], return_policy={"window": {"days": 30}})
    ways = ["label", "in_store", "drop_off", "own_carrier"]
    shop = open_shop(merchant, methods=ways)
    order = deliver(merchant, "1001", make_line(title="Linen tee", quantity=4))
    by_hand, by_post = request(shop, ask(method="drop_off")), request(shop, ask(method="own_carrier"))
    with served(app) as base, look_at(browser, look, locale, scripted=scripted) as tab:
        asked = "step=how&units.L1=1&why.L1=too_small&what.L1=refund"
        tab.goto(f"{base}/t/{order.page_token}/return?{asked}")
        tab.get_by_text(say("Where?")).first.click()
        expect(tab.get_by_text("Acme Outfitters at the Old Mill").first).to_be_visible()
        check(tab, look, scripted=scripted)
        tab.goto(f"{base}/r/{by_hand.page_token}")
        expect(tab.locator("svg.code")).to_be_visible()
        check(tab, look, scripted=scripted)
        tab.goto(f"{base}/r/{by_post.page_token}")
        tab.get_by_label(say("Tracking number")).fill("A1B2")
        tab.get_by_role("button", name=say("Keep the number")).click()
        expect(tab.get_by_role("alert")).to_be_visible()
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Tracking number")).fill("1z 999 aa1 01 2345 6784")
        tab.get_by_role("button", name=say("Keep the number")).click()
        expect(tab.get_by_role("button", name=say("Change the number"))).to_be_visible()
        check(tab, look, scripted=scripted)
