"""The pictures of the console in the merchants' pages: each named one is there, and they are made by this test.

`WAYPOST_PICTURES=1 pytest tests/browser/test_pictures.py` takes them anew, each page on a desk by day and on a
phone at night.
"""

import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.desk import tab_of
from tests.browser.test_console_all import draft_a_policy
from tests.builders import make_merchant
from tests.portal.console.everything import addresses, fill
from tests.portal.console.staffing import make_user
from tests.sample_shop import SHOP

FOLDER = Path(__file__).parents[2] / "docs" / "merchants"
TELLING = {
    "dates_page": "/delivery-dates?country=US&postcode=94103",
    "new_return": "/orders/2000/return",
    "privacy": "/privacy?q=ada@example.com",
    "try_policy": "/policy/try?order=2000",
}
"""Addresses of pages that without a question would show little."""
TALL, GAP, SHOWN = 900, 24, 640  # pixels of the windows' height, between them, and of a picture's height


def test_each_picture_is_named_and_each_that_is_named_is_there() -> None:
    named = set(re.findall(r"\]\((\w+\.webp)\)", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in FOLDER.glob("*.webp")} != set()


@pytest.mark.browser
@pytest.mark.skipif(not os.environ.get("WAYPOST_PICTURES"), reason="pictures are taken on request")
def test_pictures_are_taken(
    browser: Browser, app: Flask, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    )
    merchant = make_merchant(**SHOP)
    pages = addresses(app, fill(merchant, many=5)) | TELLING
    ada = make_user(merchant, email="ada@acme.test")
    draft_a_policy(ada)
    with tab_of(browser, app, address, ada) as tab:
        for name, page in pages.items():
            if name.isidentifier() and not name.endswith("_csv") and name not in ("home", "insights"):
                take(tab, name, page)
    with tab_of(browser, app, address, None) as tab:
        for name, page in (("sign_in", "/sign-in"), ("forgotten", "/forgotten")):
            take(tab, name, page)


def take(tab: Page, name: str, page: str) -> None:
    picture(tab, f"/console{page}").save(FOLDER / f"{name}.webp", quality=60, method=6)


def picture(tab: Page, address: str) -> Image.Image:
    """A page in both windows, side by side."""
    shots = []
    for width, scheme in ((1280, "light"), (390, "dark")):
        tab.set_viewport_size({"width": width, "height": TALL})
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.goto(address)
        for frame in tab.locator("iframe:visible").all():
            frame.content_frame.locator("body :visible").first.wait_for()
        shots.append(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"))
    whole = Image.new("RGB", (sum(shot.width for shot in shots) + GAP, TALL), "white")
    whole.paste(shots[0], (0, 0))
    whole.paste(shots[1], (shots[0].width + GAP, 0))
    return whole.resize((whole.width * SHOWN // TALL, SHOWN), Image.Resampling.LANCZOS)
