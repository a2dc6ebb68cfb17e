"""Shoppers' pages in a browser: in a language, in a look, and whether everybody can read them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.readable import Look, faults, faults_in_every_look, too_wide

DRAWN = BytesIO()
Image.new("RGB", (60, 40), "teal").save(DRAWN, "PNG")
HAT = DRAWN.getvalue()
LOOKS: list[Look] = [(390, "light"), (1280, "dark")]


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
    tab.set_default_timeout(30_000)
    yield tab
    context.close()


def check(tab: Page, look: Look, *, scripted: bool) -> None:
    """Nothing is wrong with the page that is open; it is kept as a picture where SCREENSHOTS names a folder.

    English is looked at by day and at night, narrow and wide; other languages, in which only words differ, once.
    """
    language = tab.locator("html").get_attribute("lang")
    if folder := os.environ.get("SCREENSHOTS"):
        name = f"{tab.title()[:40]}-{language if scripted else 'plain'}"
        tab.screenshot(
            path=Path(folder) / f"{look[0]}-{look[1]}-{name}.png".replace("/", " "), full_page=True
        )
    if scripted:
        assert (faults_in_every_look if language == "en" else faults)(tab) == []
    else:
        assert not too_wide(tab)
