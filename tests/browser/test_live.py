"""Pages work without a script, and follow the parcel with one."""

import time
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Gallery
from tests.portal.shopper.gallery import PAGE, in_status

pytestmark = pytest.mark.browser

HEADLINE = "Arriving Tue 24 – Thu 26 Nov"


@pytest.fixture
def live(tab: Page, shown: Gallery) -> Page:
    """A tab on the page that may change, with a clock that the test winds."""
    shown.live = PAGE
    shown.asked.clear()
    tab.clock.install()
    tab.goto("/live")
    return tab


def wind(tab: Page, shown: Gallery) -> None:
    """Let the page's clock run, second by second, until the page has asked for itself once more."""
    asked = len(shown.asked)
    give_up = time.monotonic() + 60
    while len(shown.asked) == asked:
        assert time.monotonic() < give_up, "the page has not asked"
        tab.clock.run_for(1000)


def test_all_is_there_without_a_script(browser: Browser, shown: Gallery) -> None:
    shown.live = PAGE
    tab = browser.new_page(java_script_enabled=False, base_url=shown.address)
    tab.goto("/live")
    expect(tab.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(tab.get_by_text("1Z999AA10123456784")).to_be_visible()
    expect(tab.get_by_role("button")).to_have_count(0)
    expect(tab.get_by_text("Shipping label created")).not_to_be_visible()
    tab.get_by_text("2 earlier updates").click()
    expect(tab.get_by_text("Shipping label created")).to_be_visible()
    tab.close()


def test_a_change_is_shown_and_announced_without_a_reload(live: Page, shown: Gallery) -> None:
    live.evaluate("window.sameDocument = true")
    shown.live = in_status("out_for_delivery")
    wind(live, shown)
    expect(live.get_by_role("heading", level=1)).to_have_text("Arriving today")
    expect(live.get_by_role("status")).to_contain_text("Arriving today. Out for delivery.")
    assert live.title().startswith("Arriving today")
    assert live.evaluate("window.sameDocument")


def test_focus_and_opened_updates_survive_a_change(live: Page, shown: Gallery) -> None:
    live.locator("summary").click()
    live.get_by_role("link", name="Open the carrier’s page").focus()
    shown.live = in_status("out_for_delivery")
    wind(live, shown)
    expect(live.get_by_role("heading", level=1)).to_have_text("Arriving today")
    expect(live.get_by_role("link", name="Open the carrier’s page")).to_be_focused()
    expect(live.locator("details")).to_have_attribute("open", "")


def test_nothing_is_said_when_nothing_changed(live: Page, shown: Gallery) -> None:
    wind(live, shown)
    wind(live, shown)
    expect(live.get_by_role("status")).to_be_empty()
    assert [status for path, status in shown.asked if path == "/live"][-1] == 304


def test_a_page_that_is_gone_is_not_asked_for_again(browser: Browser, shown: Gallery) -> None:
    shown.live = PAGE
    tab = browser.new_page(base_url=shown.address)
    tab.clock.install()
    tab.goto("/live")
    shown.live = None
    wind(tab, shown)
    shown.asked.clear()
    tab.clock.run_for(3_600_000)
    assert shown.asked == []
    expect(tab.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    tab.close()


def test_the_tracking_number_is_copied_and_said_so(live: Page) -> None:
    live.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.get_by_role("button", name="Copy the tracking number").click()
    expect(live.get_by_role("status")).to_have_text("Tracking number copied")
    assert live.evaluate("navigator.clipboard.readText()") == "1Z999AA10123456784"


def test_the_language_switch_keeps_the_order(live: Page) -> None:
    live.get_by_role("link", name="日本語").click()
    expect(live.get_by_role("heading", level=1)).to_have_text("11月24日(火)〜26日(木) お届け予定")
    assert live.evaluate("document.documentElement.lang") == "ja"


def test_on_paper_there_are_no_controls_but_every_update(tab: Page) -> None:
    tab.goto("/status-in_transit")
    tab.emulate_media(media="print", color_scheme="dark")
    expect(tab.get_by_role("navigation")).not_to_be_visible()
    expect(tab.get_by_role("button")).to_have_count(0)
    expect(tab.get_by_text("Shipping label created")).to_be_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_a_number_that_carriers_would_break_is_kept_whole_for_copying(tab: Page) -> None:
    tab.goto("/hostile-text")
    tab.locator("code").click()
    assert tab.evaluate("getSelection().toString()") == "W" * 60


def test_hostile_text_runs_nothing(tab: Page, shown: Gallery) -> None:
    dialogs: list[str] = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    shown.live = replace(PAGE, order_number="<script>alert(1)</script>")
    tab.goto("/live")
    expect(tab.get_by_text("<script>alert(1)</script>")).to_be_visible()
    assert dialogs == []
