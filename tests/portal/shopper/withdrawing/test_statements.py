"""How many statements the pages of a withdrawal take."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce.merchants import Known
from commerce.models import Merchant, Order
from tests.builders import make_line, make_merchant
from tests.returns.shop import open_shop
from tests.returns.withdrawal.shop import pack, waiting, withdraw
from tests.statements import counted


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    order = waiting(merchant, "1001", make_line(quantity=3), make_line("L2", quantity=1))
    pack(order, L1=1)
    return order


def asked(client: FlaskClient, address: str, form: dict[str, str] | None = None) -> int:
    """How many statements a page takes that was seen once before."""
    client.post(address, data=form) if form else client.get(address)
    with counted() as sent:
        answer = client.post(address, data=form) if form else client.get(address)
    assert answer.status_code == 200
    return len(sent)


def test_the_form_takes_four(client: FlaskClient, order: Order) -> None:
    assert asked(client, f"/t/{order.page_token}/withdraw") == 4


def test_the_confirmation_takes_eight(client: FlaskClient, order: Order) -> None:
    form = {"chosen": "1", "units.L1": "3", "name": "Ada", "email": "ada@example.com"}
    assert asked(client, f"/t/{order.page_token}/withdraw", form) == 8


def test_what_was_received_takes_five(client: FlaskClient, shop: Known, order: Order) -> None:
    withdraw(shop, L1=3)
    assert asked(client, f"/t/{order.page_token}/withdraw") == 5
