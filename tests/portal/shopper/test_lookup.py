"""The look-up: who knows an order finds it, who guesses learns nothing and must soon wait."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commerce import queue
from commerce.models import Merchant, Order
from portal.shopper.lookup import matches
from tests.builders import make_merchant, make_order
from tests.statements import counted


@pytest.fixture
def merchant(app: Flask) -> Iterator[Merchant]:
    queue.current().flushdb()
    yield make_merchant()
    queue.current().flushdb()


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return make_order(merchant, "#1001")


def ask(client: FlaskClient, number: str, contact: str, address: str = "10.0.0.1") -> TestResponse:
    form = {"number": number, "contact": contact}
    return client.post("/acme", data=form, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize("number", ["#1001", "1001", " 1001 "])
@pytest.mark.parametrize("contact", ["ada@example.com", " ADA@Example.com ", "94103", "94 103"])
def test_number_and_contact_lead_to_the_page(
    client: FlaskClient, order: Order, number: str, contact: str
) -> None:
    answer = ask(client, number, contact)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{order.page_token}")


def test_every_miss_looks_alike(client: FlaskClient, order: Order) -> None:
    misses = [ask(client, "#1001", "eve@example.com"), ask(client, "#1002", "eve@example.com")]
    assert misses[0].status_code == misses[1].status_code == 404
    assert misses[0].text.replace("1001", "1002") == misses[1].text


def test_a_hit_and_each_miss_take_one_statement(client: FlaskClient, order: Order) -> None:
    client.get("/acme")
    for number, contact in (
        ("#1001", "ada@example.com"),
        ("#1001", "eve@example.com"),
        ("#9", "x@example.com"),
    ):
        with counted() as statements:
            ask(client, number, contact)
        assert len(statements) == 1


def test_who_guesses_at_one_order_must_wait_wherever_they_come_from(
    client: FlaskClient, order: Order
) -> None:
    answers = [ask(client, "#1001", f"{n}@example.com", f"10.0.1.{n}") for n in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) > 0
    assert ask(client, "#1001", "ada@example.com").status_code == 429


def test_who_guesses_at_many_orders_must_wait(client: FlaskClient, order: Order) -> None:
    statuses = {ask(client, f"{n}", "eve@example.com").status_code for n in range(120)}
    assert statuses == {404, 429}


def test_right_answers_are_not_counted(client: FlaskClient, order: Order) -> None:
    assert {ask(client, "1001", "ada@example.com").status_code for _ in range(80)} == {303}


def test_look_ups_are_still_limited_while_redis_is_away(
    app: Flask, client: FlaskClient, order: Order
) -> None:
    kept = {name: app.extensions.pop(name, None) for name in ("redis", "throttle")}
    app.extensions["redis"] = queue.connect("redis://127.0.0.1:1")
    try:
        statuses = [ask(client, "#1001", f"{n}@example.com").status_code for n in range(40)]
    finally:
        app.extensions.pop("throttle")
        app.extensions.update({name: value for name, value in kept.items() if value})
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_a_postcode_short_enough_to_guess_opens_nothing() -> None:
    assert not matches("12", None, "12")
    assert matches("sw1a 1aa", None, "SW1A1AA")


def test_an_order_without_contact_is_found_by_nobody() -> None:
    assert not matches("", None, None)
    assert not matches(" ", "", "")


def test_an_unknown_shop_has_no_page(client: FlaskClient, app: Flask) -> None:
    assert client.get("/nobody").status_code == 404
    assert client.post("/nobody", data={"number": "1"}).status_code == 404


def test_a_shop_is_found_at_the_path_that_its_file_names(client: FlaskClient, app: Flask) -> None:
    make_merchant("acme-outfitters", tracking={"page_path": "/track-acme"})
    assert client.get("/track-acme").status_code == 200
