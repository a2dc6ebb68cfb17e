"""A real Chromium, and the gallery served to it on loopback under the pages' own policy."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from commerce import queue
from portal.shopper.page import TrackingPage
from portal.shopper.render import Rendered, render_tracking
from tests.browser.desk import served
from tests.portal.shopper import gallery

expect.set_options(timeout=30_000)  # no test may rest on how fast the machine is

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
OFFLINE = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass
class Gallery:
    """What is served: every state by its name, and one page at `/live` that a test may change or take away."""

    address: str = ""
    live: TrackingPage | None = gallery.PAGE
    asked: list[tuple[str, int]] = field(default_factory=list)

    def page(self, path: str, query: str) -> Rendered | None:
        """The page at an address; `?lang=` and `?brand=` choose its language and its colours."""
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        locale = asked.get("lang", "en")
        if path == "/live":
            return render_tracking(self.live, locale) if self.live else None
        name = path.removeprefix("/")
        return (
            gallery.render(name, locale, gallery.BRANDS.get(asked.get("brand", "")))
            if name in gallery.NAMES
            else None
        )


@pytest.fixture(scope="session")
def shown() -> Iterator[Gallery]:
    state = Gallery()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            page = state.page(parts.path, parts.query)
            etag = f'"{hash(page.html)}"' if page else ""
            status = 404 if page is None else 304 if self.headers["If-None-Match"] == etag else 200
            state.asked.append((parts.path, status))
            self.send_response(status)
            if page:
                self.send_header("ETag", etag)
                self.send_header("Content-Security-Policy", page.csp)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if page and status == 200:
                self.wfile.write(page.html)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=named, args=[*QUIET, *OFFLINE])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser, shown: Gallery) -> Iterator[Page]:
    """A phone-sized tab whose every error and request to another host fails the test."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, base_url=shown.address)
    page.set_default_timeout(30_000)
    troubles: list[str] = []
    page.on(
        "console",
        lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((shown.address, "data:")) else troubles.append(request.url)
        ),
    )
    yield page
    page.close()
    assert troubles == []


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application's address, on a server of its own; nobody has knocked too often yet."""
    queue.current().flushdb()
    with served(app) as where:
        yield where
