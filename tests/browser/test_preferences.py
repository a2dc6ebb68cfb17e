"""A shopper chooses what to hear of, and says how it went, in a real browser with and without a script."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from commerce.models import Merchant, Order
from notifications import unsubscribing
from portal.languages import catalogue
from tests.browser.desk import served
from tests.browser.pages import LOOKS, check, look_at
from tests.builders import make_merchant
from tests.returns.shop import deliver

pytestmark = pytest.mark.browser

VISITS = pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [("en", LOOKS[0], True), ("ja", LOOKS[1], True), ("ko", LOOKS[0], False)],
    ids=str,
)


@pytest.fixture
def order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Order:
    able = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", able)
    merchant: Merchant = make_merchant(brand={"accent": "#e4b400", "support_email": "help@acme.test"})
    return deliver(merchant)


@pytest.fixture
def base(app: Flask, order: Order) -> Iterator[str]:
    with served(app) as address:
        yield address


@VISITS
def test_a_shopper_switches_a_group_off_and_one_kind_of_another(
    browser: Browser, base: str, order: Order, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(f"{base}/t/{order.page_token}/preferences")
        tab.get_by_text(say("Choose one by one")).nth(1).click()
        check(tab, look, scripted=scripted)
        tab.get_by_label(say("Questions afterwards")).uncheck()
        tab.get_by_label(say("End of a delay")).uncheck()
        tab.get_by_role("button", name=say("Save")).click()
        expect(tab.get_by_role("status")).to_have_text(say("Saved. You can change it here at any time."))
        expect(tab.get_by_label(say("Questions afterwards"))).not_to_be_checked()
        expect(tab.get_by_label(say("Delays and problems"))).to_be_checked()
        expect(tab.get_by_label(say("Parcel likely to be late"))).to_be_checked()
        expect(tab.get_by_label(say("End of a delay"))).not_to_be_checked()
        check(tab, look, scripted=scripted)


@VISITS
def test_a_shopper_unsubscribes_from_a_mail(
    browser: Browser, base: str, order: Order, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    link = unsubscribing.url(order.merchant_id, order.id, "delayed", "email")
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(f"{base}/u/{str(link).rpartition('/')[2]}")
        check(tab, look, scripted=scripted)
        tab.get_by_role("button", name=say("Unsubscribe")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(
            say("You will get no more of these messages")
        )
        check(tab, look, scripted=scripted)
        tab.get_by_role("link", name=say("Choose what we write to you about")).click()
        expect(tab.get_by_label(say("Delays and problems"))).not_to_be_checked()


@VISITS
def test_a_shopper_says_how_the_delivery_went(
    browser: Browser, base: str, order: Order, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    say = catalogue(locale).gettext
    with look_at(browser, look, locale, scripted=scripted) as tab:
        tab.goto(f"{base}/t/{order.page_token}/feedback?score=7")
        expect(tab.get_by_label("7", exact=True)).to_be_checked()
        check(tab, look, scripted=scripted)
        tab.get_by_label("7", exact=True).press("ArrowRight")
        expect(tab.get_by_label("8", exact=True)).to_be_checked()
        tab.get_by_label(say("What went well, what did not? (optional)")).fill("Quick!")
        tab.get_by_role("button", name=say("Send my answer")).click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(say("Thank you for your answer"))
        expect(tab.get_by_label("8", exact=True)).to_be_checked()
        check(tab, look, scripted=scripted)
