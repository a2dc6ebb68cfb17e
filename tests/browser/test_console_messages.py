"""The console's list of messages in a real browser: the preview follows, and what failed is sent again."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from commerce.database import db
from commerce.models import User
from tests.browser.desk import tab_of
from tests.builders import make_merchant
from tests.notifications.happening import find_delay, follow, order_of, ship
from tests.portal.console.staffing import make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(app: Flask) -> User:
    merchant = make_merchant()
    find_delay(ship(order_of(merchant)))
    find_delay(ship(order_of(merchant, "1002", customer={"name": "Bo"})))
    follow()
    failed = (
        "UPDATE notices SET status = 'failed', skip_reason = NULL, error = 'the mail server answered 550'"
    )
    db.session.execute(text(f"{failed} WHERE recipient_masked IS NOT NULL"))
    db.session.commit()
    return make_user(merchant, "owner", "ada@acme.test")


def test_the_preview_follows_what_is_typed(browser: Browser, app: Flask, address: str, ada: User) -> None:
    with tab_of(browser, app, address, ada) as tab:
        tab.goto("/console/messages/words/delayed/email/en")
        tab.get_by_label("Subject").fill("{{ order.number }} is late, sorry")
        tab.get_by_label("Of the order").fill("1002")
        expect(tab.frame_locator(".glass iframe").last.get_by_text("1002 is late, sorry")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_what_failed_is_sent_again(
    browser: Browser, app: Flask, address: str, ada: User, scripted: bool
) -> None:
    with tab_of(browser, app, address, ada, java_script_enabled=scripted) as tab:
        tab.goto("/console/messages?state=failed")
        tab.get_by_role("button", name="Send again").click()
        expect(tab.get_by_text("It is on its way again.")).to_be_visible()
