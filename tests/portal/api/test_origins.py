"""Which pages may ask for delivery dates."""

import pytest
from flask import Flask

from commerce import keys
from commerce.models import Merchant
from portal.api import origins
from tests.builders import make_merchant
from tests.portal.calling import ApiClient, api_client
from tests.portal.storefront.shop import ORIGIN, SHOP

QUESTION = "/v1/delivery-dates?country=US&postcode=94103"
ASKS_FIRST = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    origins.forget()
    return make_merchant("acme", **SHOP)


@pytest.fixture
def page(app: Flask, merchant: Merchant) -> ApiClient:
    return api_client(app, keys.create(merchant.id, "publishable")[1])


def test_a_listed_origin_may_ask_and_read(app: Flask, page: ApiClient) -> None:
    first = app.test_client().options(QUESTION, headers=ASKS_FIRST | {"Origin": ORIGIN})
    assert first.status_code == 204
    assert first.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Authorization" in first.headers["Access-Control-Allow-Headers"]
    for _ in range(2):
        told = page.get(QUESTION, headers={"Origin": ORIGIN})
        assert told.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Origin" in told.headers["Vary"]


@pytest.mark.parametrize("origin", ["https://other.test", "null", "http://shop.acme.test", f"{ORIGIN}:8443"])
def test_another_origin_may_not(app: Flask, page: ApiClient, origin: str) -> None:
    page.get(QUESTION, headers={"Origin": ORIGIN})
    first = app.test_client().options(QUESTION, headers=ASKS_FIRST | {"Origin": origin})
    told = page.get(QUESTION, headers={"Origin": origin})
    assert (first.status_code, told.status_code) == (403, 403)
    assert "Access-Control-Allow-Origin" not in first.headers
    assert "Access-Control-Allow-Origin" not in told.headers


def test_another_merchant_s_origin_may_ask_first_but_not_with_this_key(app: Flask, page: ApiClient) -> None:
    make_merchant("bolt", storefront_origins=["https://bolt.test"])
    asks = ASKS_FIRST | {"Origin": "https://bolt.test"}
    assert app.test_client().options(QUESTION, headers=asks).status_code == 204
    assert page.get(QUESTION, headers={"Origin": "https://bolt.test"}).status_code == 403


def test_a_refusal_may_be_read_by_the_page_too(page: ApiClient) -> None:
    refused = page.get("/v1/delivery-dates?country=XX", headers={"Origin": ORIGIN})
    assert refused.status_code == 422
    assert refused.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_no_other_address_answers_pages(app: Flask, page: ApiClient) -> None:
    asks = ASKS_FIRST | {"Origin": ORIGIN}
    assert app.test_client().options("/v1/orders", headers=asks).status_code == 401
    assert "Access-Control-Allow-Origin" not in page.get("/v1/orders", headers={"Origin": ORIGIN}).headers


def test_a_secret_key_on_a_page_gets_no_leave_to_be_read(api: ApiClient) -> None:
    assert "Access-Control-Allow-Origin" not in api.get(QUESTION, headers={"Origin": ORIGIN}).headers
