"""The element on the pages of a shop: of a listed origin it speaks, of any other it keeps silent."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from commerce import keys
from commerce.models import Merchant
from portal.api import origins
from portal.storefront.embed import DEMO_KEY
from tests.browser.desk import served
from tests.browser.readable import faults_in_every_look
from tests.builders import make_merchant
from tests.portal.storefront.shop import NEWARK, SHOP

pytestmark = pytest.mark.browser

COUNT_DOWN = re.compile(r"^Order within (\d+ h )?\d+ min$")
EVERY_DAY = NEWARK | {"working_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "holidays": None}
SHOP_PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Tee</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<body style="background:Canvas;color:CanvasText"><main><h1>Tee</h1>
<waypost-delivery-date key="{key}" sku="TEE-M" country="{country}"></waypost-delivery-date></main>
<script src="{home}/v1/embed.js"></script>"""


@contextmanager
def page_of(html: dict[str, str]) -> Iterator[str]:
    """A server on a port of its own that answers everything with `html["page"]`; yields its origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html["page"].encode() if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(app: Flask) -> Iterator[str]:
    """Waypost's own origin."""
    with served(app) as origin:
        yield origin
    app.extensions["quoting"].flush()


class Shop:
    """A merchant whose file lists one origin; `html` is the page that its servers show."""

    def __init__(self, home: str, listed: str, html: dict[str, str]) -> None:
        origins.forget()
        # A cut-off on every day is never a day away, so there is always one to count down to.
        told = SHOP | {"storefront_origins": [listed], "locations": [EVERY_DAY]}
        self.merchant: Merchant = make_merchant("acme", **told)
        self.key = keys.create(self.merchant.id, "publishable")[1]
        self.home, self.listed, self.html = home, listed, html
        self.show()

    def show(self, lang: str = "en", country: str = "US", key: str | None = None) -> None:
        told = {"lang": lang, "country": country, "key": key or self.key, "home": self.home}
        self.html["page"] = SHOP_PAGE.format(**told)


@pytest.fixture
def shop(home: str) -> Iterator[Shop]:
    html: dict[str, str] = {}
    with page_of(html) as listed:
        yield Shop(home, listed, html)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_a_page_of_a_listed_origin_shows_date_and_cut_off(shop: Shop, tab: Page) -> None:
    tab.goto(shop.listed)
    expect(tab.locator("#when")).to_contain_text("Get it")
    expect(tab.locator("#within")).to_have_text(COUNT_DOWN)
    assert tab.context.cookies() == []


def test_a_clock_past_the_cut_off_asks_again_by_the_minute_and_no_faster(shop: Shop, tab: Page) -> None:
    asked: list[datetime] = []

    def answer(route: Route) -> None:
        asked.append(now := datetime.now(UTC))
        told = route.fetch()
        options = told.json()["options"]
        late = [option | {"order_by": (now - timedelta(minutes=1)).isoformat()} for option in options]
        route.fulfill(response=told, json=told.json() | {"options": late, "quoted_at": now.isoformat()})

    tab.clock.install()
    tab.route("**/v1/delivery-dates*", answer)
    tab.goto(shop.listed)
    expect(tab.locator("#when")).to_contain_text("Get it")
    tab.clock.run_for(50_000)
    assert len(asked) == 1
    expect(tab.locator("#within")).to_have_text("")
    tab.get_by_label("Postcode").fill("941")
    with tab.expect_response("**/v1/delivery-dates*") as told:
        tab.clock.run_for(20_000)
    assert "postcode" not in told.value.url


def test_a_typed_postcode_is_remembered(shop: Shop, tab: Page) -> None:
    tab.goto(shop.listed)
    tab.get_by_label("Postcode").fill("94103")
    with tab.expect_response(lambda answer: "postcode=94103" in answer.url):
        tab.get_by_role("button", name="Check").click()
    expect(tab.locator("#when")).to_contain_text("Get it")
    with tab.expect_response(lambda answer: "postcode=94103" in answer.url):
        tab.reload()
    expect(tab.get_by_label("Postcode")).to_have_value("94103")


def test_a_wrong_postcode_is_said_to_be_one(shop: Shop, tab: Page) -> None:
    tab.goto(shop.listed)
    tab.get_by_label("Postcode").fill("nowhere")
    tab.get_by_role("button", name="Check").click()
    expect(tab.get_by_role("alert")).to_have_text("That doesn’t look like a postcode.")
    expect(tab.get_by_label("Postcode")).to_have_attribute("aria-invalid", "true")
    expect(tab.locator("#when")).to_have_text("")


@pytest.mark.parametrize(
    ("lang", "label", "ends"), [("ja", "郵便番号", "にお届け"), ("ko-KR", "우편번호", "도착")]
)
def test_it_speaks_the_page_s_language(shop: Shop, tab: Page, lang: str, label: str, ends: str) -> None:
    shop.show(lang)
    tab.goto(shop.listed)
    expect(tab.get_by_label(label)).to_be_visible()
    expect(tab.locator("#when")).to_contain_text(ends)


def test_a_page_of_another_origin_gets_nothing(shop: Shop, tab: Page) -> None:
    with page_of(shop.html) as elsewhere:
        with tab.expect_event("console", lambda message: "CORS" in message.text):
            tab.goto(elsewhere)
        expect(tab.locator("waypost-delivery-date section")).to_be_hidden()


@pytest.mark.parametrize("changes", [{"country": "FR"}, {"country": "XX"}, {"key": "pk_wrong"}])
def test_where_there_is_nothing_honest_to_say_it_is_silent(
    shop: Shop, tab: Page, changes: dict[str, str]
) -> None:
    shop.show(**changes)
    tab.goto(shop.listed, wait_until="networkidle")
    expect(tab.locator("waypost-delivery-date section")).to_be_hidden()


def test_everybody_can_read_it(shop: Shop, tab: Page) -> None:
    tab.goto(shop.listed)
    expect(tab.locator("#when")).to_contain_text("Get it")
    assert faults_in_every_look(tab) == []


def test_the_demo_shop_s_page_shows_it_under_a_strict_policy(
    app: Flask, shop: Shop, tab: Page, home: str
) -> None:
    key = app.config["SETTINGS"].data_dir / DEMO_KEY
    key.write_text(shop.key, encoding="ascii")
    troubles: list[str] = []
    tab.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    tab.goto(f"{home}/demo-shop")
    key.unlink()
    expect(tab.locator("#when")).to_contain_text("Get it")
    assert troubles == []
