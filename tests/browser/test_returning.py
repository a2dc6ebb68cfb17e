"""A shopper returns something in a real browser, on a phone and a desk, in every language, without a script too."""

import threading
from collections.abc import Iterator
from io import BytesIO
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from commerce.models import Merchant, Order
from portal.languages import catalogue
from returns import stock
from tests.builders import make_line, make_merchant
from tests.returns.shop import deliver, open_shop

pytestmark = pytest.mark.browser

DRAWN = BytesIO()
Image.new("RGB", (60, 40), "teal").save(DRAWN, "PNG")
HAT = DRAWN.getvalue()
LOOKS = [(390, "light"), (1280, "dark")]


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
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/t/{order.page_token}/return"
    server.shutdown()
    server.server_close()


def violations(tab: Page) -> list[tuple[str, str]]:
    # Read by the test, not by the page, whose policy runs no scripts.
    tab.evaluate(Axe().axe_script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = tab.evaluate("rules => axe.run({resultTypes: ['violations'], runOnly: rules})", rules)
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]


def check(tab: Page, width: int, *, scripted: bool) -> None:
    """Nothing is wrong with the page that is open."""
    if scripted:
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("locale", "look", "scripted"),
    [*product(("en", "ja", "ko"), LOOKS, (True,)), ("en", LOOKS[0], False), ("ja", LOOKS[1], False)],
    ids=str,
)
def test_a_shopper_exchanges_one_thing_and_returns_another(
    browser: Browser, address: str, locale: str, look: tuple[int, str], scripted: bool
) -> None:
    width, scheme = look
    say = catalogue(locale).gettext
    viewport = {"width": width, "height": 844}
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
        java_script_enabled=scripted,
    )
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.goto(address)
    check(tab, width, scripted=scripted)
    tab.get_by_label(say("How many?")).select_option("2")
    tab.get_by_label(say("Return this item")).first.check()
    forward = tab.get_by_role("button", name=say("Continue"), exact=True)
    forward.click()
    forward.click()
    expect(tab.get_by_text(say("Choose a reason."))).to_have_count(2)
    check(tab, width, scripted=scripted)
    for group, reason in enumerate(("Too small", "It arrived damaged")):
        tab.get_by_role("group").nth(group).get_by_label(say(reason)).check()
    forward.click()
    check(tab, width, scripted=scripted)
    tee, hat = tab.get_by_role("group").nth(0), tab.get_by_role("group").nth(1)
    tee.locator("[value=exchange]").check()
    tee.get_by_role("combobox").select_option("TEE-L")
    hat.get_by_label(say("Refund to your original payment")).check()
    forward.click()
    for group in (0, 1):
        tab.get_by_role("group").nth(group).get_by_label(say("With a return label")).check()
    check(tab, width, scripted=scripted)
    tab.get_by_label(say("Photos")).set_input_files(
        {"name": "hat.png", "mimeType": "image/png", "buffer": HAT}
    )
    tab.get_by_role("button", name=say("Request this return")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(say("Your return is approved"))
    check(tab, width, scripted=scripted)
    tab.get_by_role("button", name=say("Cancel this return")).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(say("This return was cancelled"))
    check(tab, width, scripted=scripted)
    context.close()


def test_going_back_and_reloading_lose_nothing(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.set_default_timeout(10_000)
    tab.goto(address)
    tab.get_by_label("How many?").select_option("2")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_label("Too large").check()
    tab.get_by_role("button", name="Continue").click()
    tab.reload()
    expect(tab.get_by_text("Too large")).to_be_visible()
    tab.get_by_role("link", name="Back", exact=True).click()
    expect(tab.get_by_label("Too large")).to_be_checked()
    tab.get_by_role("link", name="日本語").click()
    expect(tab.get_by_label("大きすぎる")).to_be_checked()
    tab.close()
