"""Pages of the running application in a browser: served on loopback, dressed, and looked at by axe."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

Look = tuple[int, str]

DRAWN = BytesIO()
Image.new("RGB", (60, 40), "teal").save(DRAWN, "PNG")
HAT = DRAWN.getvalue()
LOOKS: list[Look] = [(390, "light"), (1280, "dark")]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application on a server of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def look_at(browser: Browser, look: Look, locale: str, *, scripted: bool) -> Iterator[Page]:
    """A tab of a width and a colour scheme, in a language."""
    context = browser.new_context(
        viewport={"width": look[0], "height": 844},
        color_scheme=look[1],  # type: ignore[arg-type]
        locale=locale,
        java_script_enabled=scripted,
    )
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    yield tab
    context.close()


def check(tab: Page, look: Look, *, scripted: bool) -> None:
    """Nothing is wrong with the page that is open; it is kept as a picture where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        name = f"{tab.title()[:40]}-{tab.evaluate('document.documentElement.lang') if scripted else 'plain'}"
        tab.screenshot(
            path=Path(folder) / f"{look[0]}-{look[1]}-{name}.png".replace("/", " "), full_page=True
        )
    if scripted:
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= look[0]


def violations(tab: Page) -> list[tuple[str, str]]:
    """What axe finds, each with the first piece of the page at fault."""
    # Read by the test, not by the page, whose policy runs no scripts.
    tab.evaluate(Axe().axe_script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = tab.evaluate("rules => axe.run({resultTypes: ['violations'], runOnly: rules})", rules)
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
