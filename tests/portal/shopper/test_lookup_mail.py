"""The look-up by thin details: the link goes by mail, and who asks learns nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commerce import outbox, queue, work
from commerce.database import run, transaction
from commerce.models import Merchant, Order
from tests.builders import make_merchant, make_order
from tests.notifications.postbox import opened
from tests.statements import counted


@pytest.fixture
def merchant(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Merchant]:
    settings = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    queue.current().flushdb()
    yield make_merchant()
    queue.current().flushdb()


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return make_order(merchant, "#1001", ship_to={"postcode": "2000", "country": "AU"})


def ask(client: FlaskClient, number: str, contact: str, address: str = "10.0.0.1") -> TestResponse:
    form = {"number": number, "contact": contact}
    return client.post("/acme", data=form, environ_base={"REMOTE_ADDR": address})


def asked_for() -> list[str | None]:
    """The orders that mails were asked for, in order; None for a question that fits none."""
    with transaction():
        return [number for (number,) in run("SELECT data->>'order' FROM events ORDER BY id")]


def test_hit_and_miss_look_alike(client: FlaskClient, order: Order) -> None:
    answers = [ask(client, "1001", "2000"), ask(client, "1001", "2001"), ask(client, "1002", "2000")]
    pages = [answer.text.replace("1002", "1001").replace("2001", "2000") for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert "Check your inbox" in pages[0]
    assert pages[0] == pages[1] == pages[2]
    assert "/t/" not in pages[0]
    assert asked_for() == ["#1001", None, None]


@pytest.mark.parametrize(("number", "contact"), [("#1001", "2000"), ("#1001", "2001"), ("#9", "2000")])
def test_hit_and_miss_take_the_same_one_statement(
    client: FlaskClient, order: Order, number: str, contact: str
) -> None:
    client.get("/acme")
    with counted() as statements:
        ask(client, number, contact)
    [statement] = statements
    assert "lookup.asked" in statement


@pytest.mark.parametrize(
    ("postcode", "told"),
    [("2000", " 2000 "), ("101", "101"), ("SW1A 1AA", "sw1a"), ("D02 X285", "d02"), ("100-0001", "100")],
)
def test_a_short_postcode_or_its_beginning_asks_for_a_mail(
    client: FlaskClient, merchant: Merchant, postcode: str, told: str
) -> None:
    make_order(merchant, "1001", ship_to={"postcode": postcode})
    assert ask(client, "1001", told).status_code == 200
    assert asked_for() == ["1001"]


@pytest.mark.parametrize("told", ["20", "", "---", "w@x"])
def test_what_could_be_no_postcode_is_refused(client: FlaskClient, order: Order, told: str) -> None:
    assert ask(client, "1001", told).status_code == 404
    assert asked_for() == []


def test_whole_details_still_open_the_page(client: FlaskClient, order: Order) -> None:
    assert ask(client, "1001", "ada@example.com").headers["Location"] == f"/t/{order.page_token}"


def test_an_order_without_a_postcode_is_a_miss(client: FlaskClient, merchant: Merchant) -> None:
    make_order(merchant, "1001", ship_to={})
    assert ask(client, "1001", "2000").status_code == 200
    assert asked_for() == [None]


def test_another_shops_order_is_a_miss(client: FlaskClient, merchant: Merchant) -> None:
    make_order(make_merchant("other"), "1001", ship_to={"postcode": "2000"})
    ask(client, "1001", "2000")
    assert asked_for() == [None]


@pytest.mark.parametrize("contact", ["2000", "2001"])
def test_right_or_wrong_who_asks_often_must_wait(client: FlaskClient, order: Order, contact: str) -> None:
    statuses = [ask(client, "1001", contact, f"10.0.1.{n}").status_code for n in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_without_a_mail_server_nothing_is_promised(
    app: Flask, client: FlaskClient, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=None))
    assert ask(client, "1001", "200").status_code == 404
    assert ask(client, "1001", "2000").status_code == 303
    assert asked_for() == []


def test_the_question_becomes_a_mail(
    app: Flask, client: FlaskClient, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as postbox:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=postbox.url))
        ask(client, "1001", "2000")
        [(subscriber, merchant_id, event_id)] = outbox.relay()
        work.do(subscriber.name, merchant_id, event_id)
    [message] = postbox.messages
    assert message["To"] == "ada@example.com"
    assert f"/t/{order.page_token}" in message.as_string()
