"""A shop's first day, from signing in to the first refund, by keyboard alone."""

import pytest
import yaml
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from commerce import merchant_changes, merchant_file, merchants, outbox, work
from commerce.database import db
from commerce.models import User
from portal.console.trial_orders import PRICE
from returns.models.money import Refund
from returns.models.requests import ReturnLine
from tests.browser.desk import tab_of
from tests.browser.keyboard import go_to, open_part, press, write
from tests.portal.console.staffing import PASSWORD, make_user
from tests.sample_shop import SHOP
from tracking import sandbox

pytestmark = pytest.mark.browser
FILE = SHOP | {
    "slug": "acme",
    "name": "Acme",
    "country": "US",
    "currency": "USD",
    "time_zone": "America/New_York",
}


@pytest.fixture
def ada(app: Flask) -> User:
    applied = merchant_changes.apply(merchant_file.read(yaml.safe_dump(FILE).encode()))
    merchant = merchants.fresh(applied.slug)
    assert merchant
    return make_user(merchant, "owner", "ada@acme.test", PASSWORD)  # type: ignore[arg-type]


def time_passes() -> None:
    """The workers do what is due, and the simulated carrier moves."""
    while due := outbox.relay():
        work.do_all([(subscriber.name, *event) for subscriber, *event in due if not subscriber.foreign])
    if sandbox.move():
        time_passes()
    db.session.remove()


def said(tab: Page, words: str) -> None:
    expect(tab.get_by_role("status").first).to_contain_text(words)


def sign_in(tab: Page) -> None:
    tab.goto("/console/sign-in")
    write(tab, "E-mail address", "ada@acme.test")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Today")).to_be_visible()


def set_up(tab: Page) -> None:
    """The brand, and a policy that pays once somebody has looked at what came back."""
    press(tab, "link", "Brand")
    write(tab, "E-mail address", "help@acme.test")
    press(tab, "button", "Save the brand")
    said(tab, "The brand is set.")
    press(tab, "link", "Return policy")
    press(tab, "button", "Begin with a usual policy")
    press(tab, "link", "Change the terms")
    go_to(tab, "combobox", "Money goes back")
    tab.keyboard.type("once it was inspected")
    press(tab, "button", "Save to the draft")
    said(tab, "The terms are in the draft.")
    press(tab, "link", "Review and publish")
    press(tab, "button", "Publish")
    expect(tab.get_by_role("heading", name="Version 1", exact=True)).to_be_visible()


def order_something(tab: Page) -> None:
    """A test order whose parcel is late: the morning's list has it, and then it comes."""
    press(tab, "link", "Orders")
    open_part(tab, "Make a test order")
    go_to(tab, "combobox", "How its parcel fares")
    tab.keyboard.type("It is late")
    press(tab, "button", "Make it")
    said(tab, "The test order is made.")
    time_passes()
    press(tab, "link", "Today")
    press(tab, "link", "Order TEST-")
    press(tab, "button", "Play the rest of its journey")
    said(tab, "has passed")


def send_back(tab: Page) -> None:
    """A return for the shopper, from its making to its arrival."""
    press(tab, "link", "Start a return")
    go_to(tab, "spinbutton", "Test item")
    tab.keyboard.press("ArrowUp")
    press(tab, "button", "Make the return")
    said(tab, "The return is made.")
    open_part(tab, "Take in what arrived")
    go_to(tab, "combobox", "Condition")
    tab.keyboard.type("Opened")
    press(tab, "button", "Take it in")
    said(tab, "What arrived is taken in.")


def inspect_and_refund(tab: Page) -> None:
    """The morning's list has the return twice: first to be looked at, then to be paid."""
    press(tab, "link", "Today")
    press(tab, "link", "Inspect")
    go_to(tab, "spinbutton", "Accept")
    press(tab, "button", "Note the inspection")
    said(tab, "The inspection is noted.")
    press(tab, "link", "Today")
    press(tab, "link", "Refund")
    press(tab, "button", "Refund")
    said(tab, "The refund is on its way.")


def test_a_shops_first_day_is_gone_through_by_keyboard_alone(
    browser: Browser, app: Flask, address: str, ada: User
) -> None:
    with tab_of(browser, app, address, None) as tab:
        sign_in(tab)
        set_up(tab)
        order_something(tab)
        send_back(tab)
        inspect_and_refund(tab)
    [refund] = db.session.scalars(select(Refund).execution_options(across_merchants=True))
    assert (refund.amount, refund.currency) == (PRICE, "USD")
    [line] = db.session.scalars(select(ReturnLine).execution_options(across_merchants=True))
    assert (line.accepted_quantity, line.rejected_quantity) == (1, 0)
