"""Every page of the console can be read by everybody: on a phone and a desk, by day and at night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser

from commerce.models import Merchant, User
from returns import drafting
from tests.browser.desk import tab_of
from tests.browser.readable import faults_in_every_look
from tests.builders import make_merchant
from tests.portal.console.everything import addresses, fill
from tests.portal.console.policy.conftest import FINAL, POLICY, VIP
from tests.portal.console.staffing import make_user
from tests.sample_shop import SHOP

pytestmark = pytest.mark.browser

SAME = {"home", "insights"}
"""Addresses that lead on to a page that has one of its own."""
TELLING = {
    "policy_rule": "/policy/rules/1",
    "privacy": "/privacy?q=ada@example.com",
    "returns_desk": "/returns/desk?scan=nothing",
    "try_policy": "/policy/try?order=2000",
}
"""Addresses of pages that show more when asked something, in place of their bare ones."""
MORE = ["/insights/returns?by=product"]


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


def draft_a_policy(user: User) -> None:
    """Leave a draft whose conditions stand in one another."""
    nested = {"name": "Nested", "when": {"all": [VIP["when"], FINAL["when"]]}, "then": {"fee": 0}}
    seen = drafting.current(user.merchant_id).seen
    drafting.save(user.merchant_id, seen, POLICY | {"rules": [FINAL, nested]}, user.email)


def test_axe_finds_nothing_on_any_page(
    browser: Browser, app: Flask, address: str, merchant: Merchant
) -> None:
    named = addresses(app, fill(merchant)) | TELLING
    pages = [page for name, page in named.items() if name.isidentifier() and name not in SAME]
    user = make_user(merchant)
    draft_a_policy(user)
    wrong: dict[str, object] = {}
    with tab_of(browser, app, address, user) as tab:
        tab.context.add_init_script(Axe().axe_script)
        for page in [*pages, *MORE]:
            if ".csv" not in page and (answer := tab.goto(f"/console{page}")):
                assert answer.status == 200, page
                if found := faults_in_every_look(tab):
                    wrong[page] = found
    assert wrong == {}
