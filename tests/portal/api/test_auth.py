"""A key opens its own merchant's things, and only those it may."""

import pytest
from flask import Flask

from commerce import keys
from commerce.models import Merchant
from tests.portal.calling import ORDER, ApiClient, api_client


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer sk_wrong", "Basic c2s6", "sk_bare", "Bearer é"]
)
def test_no_key_or_a_wrong_one_is_401(app: Flask, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().get("/v1/orders/1", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_scheme_is_read_in_any_case(api: ApiClient) -> None:
    assert api.get("/v1/orders", headers={"Authorization": f"bearer {api.key}"}).status_code == 200


def test_a_revoked_key_is_401(app: Flask, merchant: Merchant) -> None:
    key, plain = keys.create(merchant.id, "secret")
    keys.revoke(key.id)
    assert api_client(app, plain).get("/v1/orders").status_code == 401


def test_a_publishable_key_is_403(app: Flask, merchant: Merchant) -> None:
    publishable = api_client(app, keys.create(merchant.id, "publishable")[1])
    answer = publishable.put("/v1/orders/1", json=ORDER)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_another_merchants_order_is_not_there(api: ApiClient, other_api: ApiClient) -> None:
    api.put("/v1/orders/1001", json=ORDER)
    assert other_api.get("/v1/orders/1001").status_code == 404
    assert other_api.get("/v1/orders").json["data"] == []


def test_two_merchants_may_have_the_same_order_number(api: ApiClient, other_api: ApiClient) -> None:
    first, second = (a.put("/v1/orders/1001", json=ORDER) for a in (api, other_api))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["tracking_url"] != second.json["tracking_url"]
