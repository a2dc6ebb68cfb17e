"""A gift sent back by whoever got it: no price on any page, no trace on the buyer's."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commerce import keys
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Merchant, Order
from returns import gifts, steps, stock
from returns.models.requests import Return
from tests.builders import make_line, make_merchant
from tests.portal.calling import api_client
from tests.returns.shop import deliver, open_shop

PRICE = re.compile(r"[$¥₩€]\s?\d|\d\s?(USD|dollars)|25\.00|27\.50|2500|2750")
SWAP = {"units.L1": "1", "why.L1": "too_small", "what.L1": "exchange", "sku.L1": "TEE-L", "how.L1": "label"}
CREDIT = {"units.L1": "1", "why.L1": "other", "what.L1": "store_credit", "how.L1": "label"}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, methods=["label", "in_store"], fee=300)


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    shelf = {"product_id": "TEE", "variant": "Large", "unit_price": 2700, "currency": "USD"}
    stock.put(shop.id, "TEE-L", shelf | {"available": 3})
    tee = make_line("L1", title="Linen tee", product_id="TEE", gift=True)
    return deliver(merchant, "1001", tee, make_line("L2", title="My own hat", sku="HAT"))


@pytest.fixture
def code(order: Order, shop: Known) -> str:
    return gifts.make(shop.id, order.number)


def sent(client: FlaskClient, code: str, fields: dict[str, str], **more: Any) -> Any:
    page = client.get(f"/g/{code}", query_string={"step": "how"} | fields).text
    found = re.search(r'name="once" value="(\w+)"', page)
    return client.post(f"/g/{code}", data=fields | {"once": found[1] if found else ""} | more)


def made() -> list[Return]:
    return list(db.session.scalars(select(Return), execution_options={"across_merchants": True}))


def test_only_the_gifts_are_offered_and_never_their_price(client: FlaskClient, code: str) -> None:
    pages = [
        client.get(f"/g/{code}", query_string={"step": step} | SWAP).text
        for step in ("items", "why", "what", "how")
    ]
    assert "Linen tee" in pages[0]
    assert "Refund to your original payment" not in pages[2]
    assert "Large" in pages[2]
    for page in pages:
        assert "My own hat" not in page
        assert "1001" not in page
        assert "/t/" not in page
        assert not PRICE.search(page.partition("</style>")[2])


@pytest.mark.parametrize("fields", [SWAP, CREDIT], ids=["exchange", "credit"])
def test_a_gift_comes_back_without_a_word_to_its_buyer(
    client: FlaskClient, code: str, order: Order, shop: Known, fields: dict[str, str]
) -> None:
    answer = sent(client, code, fields, email="grace@example.com")
    assert answer.status_code == 303
    [one] = made()
    assert (one.is_gift, one.gift_email) == (True, "grace@example.com")
    steps.receive(shop.id, one.code, None)
    steps.refund(shop.id, one.code)
    page = client.get(answer.location).text.partition("</style>")[2]
    assert not PRICE.search(page)
    assert "/t/" not in page
    db.session.refresh(one)
    assert all(refund.credit_code in page for refund in one.refunds)
    assert one.page_token not in client.get(f"/t/{order.page_token}/return").text


def test_the_buyers_money_can_not_be_asked_for(client: FlaskClient, code: str) -> None:
    answer = sent(client, code, CREDIT | {"what.L1": "refund"})
    assert (answer.status_code, made()) == (422, [])


@pytest.mark.parametrize("address", ["not an address", "@", "a@b\x00.example"])
def test_an_address_that_is_none_is_not_kept(client: FlaskClient, code: str, address: str) -> None:
    answer = sent(client, code, CREDIT, email=address)
    assert (answer.status_code, made()) == (422, [])
    assert "Check the email address" in answer.text


def test_a_gift_that_is_cancelled_is_free_again(client: FlaskClient, code: str) -> None:
    address = sent(client, code, CREDIT).location
    assert "Change this return" not in client.get(address).text
    assert client.post(address).status_code == 303
    assert sent(client, code, CREDIT).status_code == 303


def test_the_buyer_makes_a_code_on_the_orders_page(client: FlaskClient, order: Order) -> None:
    assert f"/t/{order.page_token}/gift" in client.get(f"/t/{order.page_token}").text
    answer = client.post(f"/t/{order.page_token}/gift")
    found = re.search(r"<dd>([A-Z2-9-]{29})</dd>", answer.text)
    assert found
    assert "Linen tee" in client.get(f"/g/{found[1]}").text
    assert found[1] not in client.get(f"/t/{order.page_token}/gift").text


def test_an_order_without_gifts_makes_none_on_its_page(client: FlaskClient, order: Order) -> None:
    with transaction():
        order.lines[0].gift = False
    assert client.get(f"/t/{order.page_token}/gift").status_code == 404


def test_a_shop_makes_codes_for_any_order(app: Flask, client: FlaskClient, order: Order, shop: Known) -> None:
    with transaction():
        order.lines[0].gift = False
    api = api_client(app, keys.create(shop.id, "secret")[1])
    answer = api.post("/v1/orders/1001/gift-codes")
    assert answer.status_code == 201
    assert answer.json["url"] == f"http://waypost.test/g/{answer.json['code']}"
    assert api.post("/v1/orders/9/gift-codes").status_code == 404
    page = client.get(f"/g/{answer.json['code']}").text
    assert "Linen tee" in page
    assert "My own hat" in page


def test_a_code_is_typed_on_the_look_up_page(client: FlaskClient, code: str) -> None:
    assert "Gift code" in client.get("/acme").text
    assert client.post("/acme", data={"gift": code.lower().replace("-", " ")}).location == f"/g/{code}"
    answer = client.post("/acme", data={"gift": "AAAA"})
    assert answer.status_code == 404
    assert "Check the code." in answer.text


def test_a_wrong_code_is_not_found(client: FlaskClient, order: Order) -> None:
    for wrong in ("A" * 25, "x", "caf%C3%A9"):
        assert client.get(f"/g/{wrong}").status_code == 404
