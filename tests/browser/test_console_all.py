"""Every page of the console can be read by everybody: on a phone and a desk, by day and at night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from commerce.models import Merchant
from tests.browser.desk import RULES, tab_of
from tests.builders import make_merchant
from tests.portal.console.everything import addresses, fill
from tests.portal.console.staffing import make_user
from tests.sample_shop import SHOP

pytestmark = pytest.mark.browser

CONTRAST = {"type": "rule", "values": ["color-contrast"]}
ALL = {"type": "tag", "values": RULES}
LOOKS = [(1280, "light", ALL), (1280, "dark", CONTRAST), (390, "dark", ALL), (390, "light", CONTRAST)]
"""Colours are looked at in all four; what hangs by the width alone, once in each width."""

OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
RUN = "only => axe.run({resultTypes: ['violations'], runOnly: only})"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


def faults(tab: Page) -> list[object]:
    """What axe says of the open page in each look, and where it is wider than the window."""
    tab.evaluate(OPEN_ALL)
    tab.evaluate(Axe().axe_script)
    wrong: list[object] = []
    for width, scheme, rules in LOOKS:
        tab.set_viewport_size({"width": width, "height": 844})
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found = tab.evaluate(RUN, rules)["violations"]
        wrong += [(width, scheme, rule["id"], rule["nodes"][0]["html"]) for rule in found]
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((width, "wider than the window"))
    return wrong


def test_axe_finds_nothing_on_any_page(
    browser: Browser, app: Flask, address: str, merchant: Merchant
) -> None:
    named = addresses(app, fill(merchant))
    # The policy's own test looks at its pages; other faces of a list have nothing that the first has not.
    pages = [page for name, page in named.items() if name.isidentifier() and "policy" not in name]
    pages += ["/insights/returns?by=product", "/returns/desk?scan=nothing"]
    wrong: dict[str, object] = {}
    with tab_of(browser, app, address, make_user(merchant)) as tab:
        for page in pages:
            if ".csv" not in page and (answer := tab.goto(f"/console{page}")):
                assert answer.status == 200, page
                if found := faults(tab):
                    wrong[page] = found
    assert wrong == {}
