"""Refunds over HTTP: listed, and ticked off once they are paid by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from commerce.models import Merchant
from returns import refunds
from returns.refunds import GatewayAnswer, Payback, RefundStatus
from tests.portal.api.shop import ask, deliver, publish, request
from tests.portal.calling import ApiClient


class Bank:
    """A gateway that pays."""

    name = "bank"

    def takes(self, merchant: object, payment_reference: str | None) -> bool:
        return True

    def find(self, payback: Payback) -> GatewayAnswer | None:
        return None

    def send(self, payback: Payback) -> GatewayAnswer:
        return GatewayAnswer(RefundStatus.SUCCEEDED)


@pytest.fixture
def bank() -> Iterator[None]:
    refunds.GATEWAYS.append(Bank())
    yield
    refunds.GATEWAYS.pop()


@pytest.fixture(autouse=True)
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api)


def paid_back(api: ApiClient, **line: Any) -> str:
    """The id of a return that was received and paid."""
    made: str = request(api, ask(**line))["id"]
    lines = [{"id": "L1", "quantity": 1, "condition": "as_new", "disposition": "restock"}]
    assert api.post(f"/v1/returns/{made}/receive", json={"lines": lines}).status_code == 200
    api.post(f"/v1/returns/{made}/refund")
    return made


def listed(api: ApiClient, query: str = "") -> list[dict[str, Any]]:
    answer = api.get(f"/v1/refunds{query}")
    assert answer.status_code == 200, answer.json
    data: list[dict[str, Any]] = answer.json["data"]
    return data


def test_what_is_to_be_paid_by_hand_is_listed_until_it_is_ticked_off(api: ApiClient) -> None:
    made = paid_back(api)
    paid_back(api, resolution="store_credit")
    [waiting] = listed(api, "?to_pay=true")
    assert waiting["gateway"] == "manual"
    assert (waiting["order"], waiting["return"], waiting["claim"]) == ("1001", made, None)
    ticked = api.post(f"/v1/refunds/{waiting['id']}/settle")
    assert ticked.status_code == 200
    assert ticked.json["paid_at"]
    assert listed(api, "?to_pay=true") == []
    assert len(listed(api, "?to_pay=false")) == 2
    assert api.get(f"/v1/refunds/{waiting['id']}").json == ticked.json


def test_to_tick_off_again_changes_nothing(api: ApiClient) -> None:
    paid_back(api)
    address = f"/v1/refunds/{listed(api)[0]['id']}/settle"
    assert api.post(address).json == api.post(address).json


def test_credit_is_nothing_to_tick_off(api: ApiClient) -> None:
    paid_back(api, resolution="store_credit")
    answer = api.post(f"/v1/refunds/{listed(api)[0]['id']}/settle")
    assert (answer.status_code, answer.json["code"]) == (409, "not_by_hand")


def test_what_a_gateway_pays_is_nothing_to_tick_off(api: ApiClient, bank: None) -> None:
    paid_back(api)
    [one] = listed(api, "?status=pending&order=1001")
    answer = api.post(f"/v1/refunds/{one['id']}/settle")
    assert (answer.status_code, answer.json["code"]) == (409, "not_by_hand")
    assert listed(api, "?status=succeeded") == listed(api, "?order=1002") == listed(api, "?to_pay=true") == []


def test_a_refund_that_is_none_is_not_found(api: ApiClient) -> None:
    assert api.get("/v1/refunds/ref_none").status_code == 404
    assert api.post("/v1/refunds/ref_none/settle").status_code == 404
    assert api.get("/v1/refunds?status=lost").status_code == 422
