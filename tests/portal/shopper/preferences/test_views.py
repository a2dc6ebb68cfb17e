"""Choosing what to be told of, over HTTP, without a script and without signing in."""

import base64
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from commerce import merchants
from commerce.database import db
from commerce.models import Merchant, Order
from notifications import preferences, unsubscribing
from notifications.models import Consent
from notifications.preferences import wants
from tests.builders import make_merchant, make_order

ALL = [f"email.{group}" for group in preferences.GROUPS]
OF_ORDERS = [f"email.{kind}" for kind in preferences.GROUPS["orders"]]


@pytest.fixture
def merchant(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """A merchant of an installation that sends mail."""
    able = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", able)
    return make_merchant("acme")


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return make_order(merchant)


def page(client: FlaskClient, order: Order, query: str = "") -> str:
    answer = client.get(f"/t/{order.page_token}/preferences{query}")
    assert answer.status_code == 200 and answer.headers["Referrer-Policy"] == "no-referrer"
    return answer.text


def boxes(html: str) -> dict[str, bool]:
    found = re.findall(r'type="checkbox" name="on" value="([\w.]+)"( checked)?', html)
    return {name: bool(checked) for name, checked in found}


def groups(html: str) -> dict[str, bool]:
    return {name: on for name, on in boxes(html).items() if name.partition(".")[2] in preferences.GROUPS}


def switch(client: FlaskClient, order: Order, *names: str) -> Any:
    """Switch those boxes over and leave all others as they are, as a browser does without a script."""
    return save(client, order, page(client, order), *names)


def save(client: FlaskClient, order: Order, html: str, *names: str) -> Any:
    """The same on a page that was opened a while ago."""
    seen = boxes(html)
    assert seen.keys() >= set(names)
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([\w.]+)"', html)
    on = [name for name, ticked in seen.items() if ticked is not (name in names)]
    form = MultiDict([*hidden, *(("on", name) for name in on)])
    return client.post(f"/t/{order.page_token}/preferences", data=form)


def ledger() -> list[Consent]:
    statement = select(Consent).order_by(Consent.id)
    return list(db.session.scalars(statement, execution_options={"across_merchants": True}))


def test_mail_about_ones_own_order_is_on_until_it_is_switched_off(client: FlaskClient, order: Order) -> None:
    on = groups(page(client, order))
    assert on == dict.fromkeys(("email.orders", "email.delays", "email.returns", "email.feedback"), True)
    assert "a•••@example.com" in page(client, order) and "ada@" not in page(client, order)


def test_what_is_switched_off_stays_off_and_is_written_down(client: FlaskClient, order: Order) -> None:
    answer = switch(client, order, "email.delays", "email.feedback")
    assert answer.status_code == 303 and answer.location.endswith("?saved=1")
    assert boxes(page(client, order))["email.feedback"] is False
    address = "ada@example.com"
    assert not wants(order.merchant_id, address, "feedback_request", "email")
    assert not wants(order.merchant_id, " ADA@example.com", "delayed", "email")
    assert wants(order.merchant_id, address, "shipped", "email")
    rows = {row.kind_group: row for row in ledger()}
    assert rows.keys() == {"delays", "feedback"}
    told = rows["feedback"]
    assert (told.channel, told.choice, told.how, told.locale, told.order_id) == (
        "email",
        False,
        "page",
        "en",
        order.id,
    )
    assert told.text_shown == "By e-mail to a•••@example.com: Questions afterwards"


def test_receipts_come_whatever_was_switched_off(client: FlaskClient, order: Order) -> None:
    switch(client, order, *ALL)
    assert wants(order.merchant_id, "ada@example.com", "refund_issued", "email")


def test_saving_the_same_again_writes_nothing(client: FlaskClient, order: Order) -> None:
    switch(client, order, "email.delays", "email.returns", "email.feedback")
    before = len(ledger())
    switch(client, order)
    assert len(ledger()) == before == 3


def test_a_page_opened_earlier_undoes_nothing_that_was_chosen_since(
    client: FlaskClient, order: Order
) -> None:
    opened = page(client, order)
    switch(client, order, "email.out_for_delivery", "email.feedback")
    save(client, order, opened, "email.delivered")
    kept = boxes(page(client, order))
    assert {
        name: kept[f"email.{name}"] for name in ("out_for_delivery", "delivered", "feedback", "shipped")
    } == {
        "out_for_delivery": False,
        "delivered": False,
        "feedback": False,
        "shipped": True,
    }
    assert [row.kind_group for row in ledger()] == ["out_for_delivery", "feedback", "delivered"]


def test_boxes_that_were_not_shown_are_left_alone(client: FlaskClient, order: Order) -> None:
    client.post(f"/t/{order.page_token}/preferences", data={"on": ["email.orders"]})
    assert ledger() == []


def test_a_choice_holds_for_all_orders_of_the_address(
    client: FlaskClient, merchant: Merchant, order: Order
) -> None:
    switch(client, order, *ALL)
    other = make_order(merchant, "1002")
    assert not any(boxes(page(client, other)).values())


def test_one_kind_is_switched_off_by_itself(client: FlaskClient, order: Order) -> None:
    switch(client, order, "email.out_for_delivery")
    address = "ada@example.com"
    assert not wants(order.merchant_id, address, "out_for_delivery", "email")
    assert wants(order.merchant_id, address, "delivered", "email")
    html = page(client, order)
    assert groups(html)["email.orders"] and html.count('<details class="under" open>') == 1
    told = ledger()[0]
    assert (told.kind_group, told.choice, told.how) == ("out_for_delivery", False, "page")
    assert told.text_shown == "By e-mail to a•••@example.com: Where your order is: Parcel out for delivery"


def test_a_groups_switch_says_it_for_all_of_its_kinds(client: FlaskClient, order: Order) -> None:
    switch(client, order, "email.out_for_delivery")
    switch(client, order, "email.orders")
    assert not any(on for name, on in boxes(page(client, order)).items() if name in OF_ORDERS)
    switch(client, order, "email.orders")
    assert all(on for name, on in boxes(page(client, order)).items() if name in OF_ORDERS)
    assert [(row.kind_group, row.choice) for row in ledger()] == [
        ("out_for_delivery", False),
        ("orders", False),
        ("orders", True),
    ]


def test_only_kinds_that_may_be_switched_off_are_offered(client: FlaskClient, order: Order) -> None:
    offered = {name.partition(".")[2] for name in boxes(page(client, order))}
    assert {"shipped", "return_expiring"} <= offered
    assert not offered & {"return_approved", "refund_issued", "claim_opened"}


def test_kinds_that_the_shop_switched_off_are_not_offered(client: FlaskClient, merchant: Merchant) -> None:
    rules = {"kinds": {"shipped": {"channels": []}}, "delay": {"tell_recovery": False}}
    quiet = make_order(make_merchant("quiet", notifications=rules))
    offered = boxes(page(client, quiet))
    assert "email.delivered" in offered
    assert not {"email.shipped", "email.delay_cleared"} & offered.keys()


def test_another_merchants_choices_are_its_own(client: FlaskClient, order: Order) -> None:
    switch(client, order, *ALL)
    bolt = make_merchant("bolt")
    assert all(boxes(page(client, make_order(bolt))).values())


def test_text_messages_come_only_once_they_were_asked_for(merchant: Merchant) -> None:
    number = "+14155550123"
    assert not wants(merchant.id, number, "delayed", "sms")
    asked = preferences.Choice("sms", "delays", True, "page", "By text message", "en")
    preferences.choose(merchant.id, number, asked)
    assert wants(merchant.id, number, "delayed", "sms")
    assert not wants(merchant.id, number, "shipped", "sms")
    preferences.choose(merchant.id, number, preferences.Choice("sms", "", False, "stop", "STOP", "en"))
    assert not wants(merchant.id, number, "delayed", "sms")
    preferences.choose(merchant.id, number, asked)
    assert wants(merchant.id, number, "delayed", "sms")


def test_without_an_address_the_page_says_so(client: FlaskClient, merchant: Merchant) -> None:
    order = make_order(merchant, customer={"email": None, "name": None}, email=None)
    assert "no way to write to you" in page(client, order)


@pytest.mark.parametrize(("lang", "words"), [("ja", "お知らせの設定"), ("ko", "알림 설정")])
def test_the_page_speaks_the_shoppers_language(
    client: FlaskClient, order: Order, lang: str, words: str
) -> None:
    assert words in page(client, order, f"?lang={lang}")


def test_an_unknown_token_is_not_found(client: FlaskClient, order: Order) -> None:
    assert client.get("/t/nobody/preferences").status_code == 404
    assert client.post("/t/nobody/preferences").status_code == 404


def link(order: Order, kind: str = "delayed") -> str:
    url = unsubscribing.url(order.merchant_id, order.id, kind, "email")
    assert url
    return url.removeprefix("http://waypost.test")


def test_opening_the_link_of_a_mail_switches_nothing_off(client: FlaskClient, order: Order) -> None:
    assert "No more messages of this kind?" in client.get(link(order)).text
    assert wants(order.merchant_id, "ada@example.com", "delayed", "email") and ledger() == []


def test_one_click_switches_its_group_off_and_twice_is_fine(client: FlaskClient, order: Order) -> None:
    for _ in range(2):
        answer = client.post(link(order), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "no more of these" in answer.text
    assert not wants(order.merchant_id, "ada@example.com", "stalled", "email")
    assert wants(order.merchant_id, "ada@example.com", "shipped", "email")
    assert [(row.how, row.kind_group, row.choice) for row in ledger()] == [("one_click", "delays", False)]


def test_a_link_that_we_did_not_sign_does_nothing(app: Flask, client: FlaskClient, order: Order) -> None:
    signed = link(order)
    for forged in (f"{signed}x", "/u/x", "/u/WzEsMSwiZGVsYXlzIiwiZW1haWwiXQ.abc", signed[:-1]):
        assert client.post(forged).status_code == 404
    assert ledger() == []


def test_the_link_of_an_order_that_is_gone_is_not_found(client: FlaskClient, order: Order) -> None:
    signed = link(order)
    db.session.delete(db.session.merge(order))
    db.session.commit()
    merchants.forget()
    assert client.post(signed).status_code == 404


def test_the_link_tells_no_address(order: Order) -> None:
    payload = link(order).removeprefix("/u/").partition(".")[0]
    assert b"ada" not in base64.urlsafe_b64decode(payload + "==")
