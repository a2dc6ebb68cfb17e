"""Exchanges with their stock, and store credit, over HTTP."""

from typing import Any

import pytest

from commerce.models import Merchant
from tests.portal.api.shop import ask, deliver, publish, request
from tests.portal.calling import ApiClient


@pytest.fixture(autouse=True)
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api)


def swap(sku: str = "TEE-L", quantity: int = 1) -> dict[str, Any]:
    return ask(quantity=quantity, resolution="exchange", exchange_for={"sku": sku})


def left(api: ApiClient, sku: str = "TEE-L") -> tuple[int, int]:
    row = api.get(f"/v1/stock/{sku}").json["data"][0]
    return row["available"], row["reserved"]


def credit(api: ApiClient) -> str:
    """The code of a return of one tee: 2431 and a tenth."""
    made = request(api, ask(resolution="store_credit"))
    api.post(f"/v1/returns/{made['id']}/receive", json={"lines": [{"id": "L1", "quantity": 1}]})
    done = api.post(f"/v1/returns/{made['id']}/refund").json
    assert (done["status"], done["refunds"][0]["kind"]) == ("completed", "store_credit")
    code: str = done["refunds"][0]["store_credit"]
    return code


def test_stock_is_made_and_replaced(api: ApiClient) -> None:
    assert api.put("/v1/stock/TEE-L", json={"available": 3}).status_code == 201
    again = api.put("/v1/stock/TEE-L", json={"available": 2, "title": "Tee"})
    assert (again.status_code, again.json["available"], again.json["title"]) == (200, 2, "Tee")
    api.put("/v1/stock/TEE-L", json={"available": 5, "location": "NJ1"})
    places = [(row["location"], row["available"]) for row in api.get("/v1/stock/TEE-L").json["data"]]
    assert places == [(None, 2), ("NJ1", 5)]


def test_an_exchange_keeps_stock_and_shows_the_difference(api: ApiClient) -> None:
    api.put("/v1/stock/TEE-L", json={"available": 2, "unit_price": 3000, "currency": "USD"})
    made = request(api, swap())
    assert made["replacements"][0] | {"sku": "TEE-L", "status": "reserved"} == made["replacements"][0]
    assert made["replacements"][0]["price_difference"] == 3000 - 2250
    assert left(api) == (2, 1)
    shipped = api.post(f"/v1/returns/{made['id']}/exchange", json={"shipment": "S9"}).json
    assert (shipped["replacements"][0]["status"], left(api)) == ("shipped", (1, 0))


def test_an_exchange_is_settled_without_money(api: ApiClient) -> None:
    made = request(api, swap())
    api.post(f"/v1/returns/{made['id']}/receive", json={"lines": [{"id": "L1", "quantity": 1}]})
    done = api.post(f"/v1/returns/{made['id']}/refund").json
    assert (done["status"], done["refunds"]) == ("completed", [])


def test_what_is_out_of_stock_is_409_and_nothing_is_made(api: ApiClient) -> None:
    api.put("/v1/stock/TEE-L", json={"available": 1})
    request(api, swap())
    answer = api.post("/v1/returns", json={"order": "1001", "lines": [swap()]})
    assert (answer.status_code, answer.json["code"]) == (409, "out_of_stock")
    assert len(api.get("/v1/returns").json["data"]) == 1


def test_a_return_that_comes_to_nothing_gives_its_stock_back(api: ApiClient) -> None:
    api.put("/v1/stock/TEE-L", json={"available": 1})
    made = request(api, swap())
    assert api.post(f"/v1/returns/{made['id']}/cancel").json["replacements"][0]["status"] == "released"
    assert left(api) == (1, 0)


def test_store_credit_is_given_with_its_bonus_and_spent(api: ApiClient) -> None:
    code = credit(api)
    assert api.get(f"/v1/store-credits/{code.lower()}").json["balance"] == 2431 + 243
    spent = api.post(f"/v1/store-credits/{code}/debit", json={"amount": 2000, "currency": "USD"}).json
    assert (spent["balance"], [entry["amount"] for entry in spent["entries"]]) == (674, [2674, -2000])


def test_store_credit_never_goes_below_zero(api: ApiClient) -> None:
    code = credit(api)
    answer = api.post(f"/v1/store-credits/{code}/debit", json={"amount": 2675, "currency": "USD"})
    assert (answer.status_code, answer.json["code"], answer.json["balance"]) == (
        409,
        "insufficient_credit",
        2674,
    )


def test_a_reference_spends_once(api: ApiClient) -> None:
    url, body = (
        f"/v1/store-credits/{credit(api)}/debit",
        {"amount": 100, "currency": "USD", "reference": "o2"},
    )
    assert [api.post(url, json=body).json["balance"] for _ in range(2)] == [2574, 2574]
    assert api.post(url, json=body | {"amount": 99}).json["code"] == "reference_used"


@pytest.mark.parametrize("change", [{"amount": 0}, {"amount": -1}, {"currency": "EUR"}, {"note": "x"}])
def test_a_debit_that_makes_no_sense_is_422(api: ApiClient, change: dict[str, Any]) -> None:
    body = {"amount": 100, "currency": "USD"} | change
    assert api.post(f"/v1/store-credits/{credit(api)}/debit", json=body).status_code == 422


def test_store_credit_and_stock_are_each_merchants_own(api: ApiClient, other_api: ApiClient) -> None:
    code = credit(api)
    api.put("/v1/stock/TEE-L", json={"available": 1})
    assert other_api.get(f"/v1/store-credits/{code}").status_code == 404
    debit = {"amount": 1, "currency": "USD"}
    assert other_api.post(f"/v1/store-credits/{code}/debit", json=debit).status_code == 404
    assert other_api.get("/v1/stock/TEE-L").json["data"] == []
