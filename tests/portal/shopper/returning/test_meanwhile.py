"""What may happen to an order, its stock or its currency while a shopper fills the form in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Merchant, Order
from returns import stock
from tests.builders import make_line, make_merchant
from tests.portal.shopper.returning.test_views import TEE, hidden, made, sent
from tests.returns.shop import deliver, open_shop

SWAP = TEE | {"what.L1": "exchange", "sku.L1": "TEE-L"}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, methods=["label"])


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    stock.put(shop.id, "TEE-L", {"product_id": "TEE", "variant": "Large", "available": 1})
    return deliver(merchant, "1001", make_line(product_id="TEE"))


def last_step(client: FlaskClient, order: Order, fields: dict[str, str]) -> dict[str, str]:
    """The form as it is about to be sent."""
    page = client.get(f"/t/{order.page_token}/return", query_string={"step": "how"} | fields).text
    return fields | {"once": hidden(page, "once"), "mark": hidden(page, "mark")}


def test_a_variant_that_sold_out_meanwhile_is_chosen_anew_and_nothing_is_made(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    form = last_step(client, order, SWAP)
    stock.put(shop.id, "TEE-L", {"product_id": "TEE", "variant": "Large", "available": 0})
    answer = client.post(f"/t/{order.page_token}/return", data=form)
    assert (answer.status_code, made()) == (422, [])
    assert "What would you like instead?" in answer.text and "Large" not in answer.text


def test_an_order_that_is_gone_meanwhile_is_not_found_and_nothing_is_made(
    client: FlaskClient, order: Order
) -> None:
    form, address = last_step(client, order, TEE), f"/t/{order.page_token}/return"
    page = sent(client, order, TEE).location
    with transaction() as session:
        session.execute(delete(Order).where(Order.merchant_id == order.merchant_id, Order.id == order.id))
    db.session.expunge_all()
    assert client.post(address, data=form).status_code == 404
    assert (client.get(address).status_code, client.get(page).status_code, made()) == (404, 404, [])


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "¥2,500"), ("KWD", "KWD2.500")])
def test_money_is_shown_in_its_currencys_own_decimals(
    client: FlaskClient, shop: Known, merchant: Merchant, currency: str, shown: str
) -> None:
    order = deliver(merchant, "1002", make_line(), currency=currency)
    assert shown in client.get(sent(client, order, TEE).location).text
