"""A shipment and its page tell what the model says today, beside what was promised."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from commerce import clock, keys
from commerce.models import Merchant
from eta_model.registry import registry
from tests.builders import make_merchant
from tests.eta_model.shop import stored
from tests.portal.calling import ORDER, ApiClient, api_client
from tests.portal.storefront.shop import SHOP
from tests.statements import counted

MONDAY = datetime(2024, 4, 1, 14, tzinfo=UTC)
PLACED = ORDER | {"placed_at": MONDAY.isoformat()}
SENT: dict[str, Any] = {
    "id": "S1",
    "carrier": "UPS",
    "service": "Ground",
    "location": "NJ1",
    "shipped_at": (MONDAY + timedelta(1)).isoformat(),
    "promised_on": "2024-04-10",
}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme", **SHOP)


@pytest.fixture
def api(app: Flask, merchant: Merchant) -> ApiClient:
    return api_client(app, keys.create(merchant.id, "secret")[1])


@pytest.fixture
def fitted(shelf: Path, merchant: Merchant) -> str:
    """A model that serves the merchant."""
    model_id = stored(shelf, merchant.id)
    registry().forget()
    return model_id


@pytest.fixture
def sent(api: ApiClient, fitted: str) -> str:
    """A parcel under way; the address of its order's page."""
    with clock.at(MONDAY + timedelta(1)):
        api.put("/v1/orders/1001", json=PLACED)
        shipment = api.post("/v1/orders/1001/shipments", json=SENT)
    assert shipment.status_code == 201
    return str(shipment.json["tracking_url"])


def eta_after(api: ApiClient, days: float) -> dict[str, Any]:
    with clock.at(MONDAY + timedelta(days)):
        told: dict[str, Any] = api.get("/v1/shipments/S1").json
    assert told["promised_on"] == "2024-04-10"
    eta: dict[str, Any] = told["eta"]
    return eta


def test_a_shipment_tells_model_basis_and_the_chance_of_being_late(
    api: ApiClient, sent: str, fitted: str
) -> None:
    eta = eta_after(api, 2)
    assert (eta["model"], eta["basis"], eta["confidence"]) == (fitted, "lane", 0.9)
    assert 0 <= eta["late_probability"] <= 1
    assert eta["earliest"] <= eta["likely"] <= eta["latest"]


def test_the_estimate_moves_with_the_days_that_it_is_waited_for(api: ApiClient, sent: str) -> None:
    early, late = eta_after(api, 2), eta_after(api, 11)
    assert late["earliest"] >= "2024-04-12" > early["likely"]
    assert late["late_probability"] > early["late_probability"]


def test_a_first_scan_will_do_for_a_hand_over(api: ApiClient, fitted: str) -> None:
    with clock.at(MONDAY + timedelta(3)):
        api.put("/v1/orders/1001", json=PLACED)
        api.post("/v1/orders/1001/shipments", json=SENT | {"shipped_at": None})
        before = eta_after(api, 3)
        scan = {"at": (MONDAY + timedelta(2.5)).isoformat(), "status": "in_transit", "message": "Arrived"}
        api.post("/v1/shipments/S1/events", json={"events": [scan]})
    assert eta_after(api, 3) != before


def test_the_page_shows_promise_and_estimate_and_stays_within_a_day(
    app: Flask, api: ApiClient, sent: str
) -> None:
    path = sent.removeprefix("http://waypost.test")
    likely = date.fromisoformat(eta_after(api, 2)["likely"])
    tags = set()
    for hours in (0, 5):
        app.extensions["pages"]._pages.clear()
        with clock.at(MONDAY + timedelta(days=2, hours=hours)):
            page = app.test_client().get(path)
        tags.add(page.headers["ETag"])
    assert len(tags) == 1
    assert "Promised for" in page.text
    assert f"{likely:%a} {likely.day} {likely:%b}" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_first_view_costs_no_more_statements_for_it(app: Flask, api: ApiClient, sent: str) -> None:
    registry().forget()
    with clock.at(MONDAY + timedelta(2)), counted() as seen:
        assert app.test_client().get(sent.removeprefix("http://waypost.test")).status_code == 200
    assert len([sql for sql in seen if "eta_model_files" not in sql and "manifest" not in sql]) <= 6


def test_a_quote_stands_on_the_model_too(app: Flask, merchant: Merchant, fitted: str) -> None:
    page = api_client(app, keys.create(merchant.id, "publishable")[1])
    with clock.at(MONDAY):
        told = page.get("/v1/delivery-dates?country=US&postcode=60601").json
        unknown = page.get("/v1/delivery-dates?country=US&postcode=99501").json
    (option,), (wider,) = told["options"], unknown["options"]
    assert (option["model"], option["basis"], wider["basis"]) == (fitted, "lane", "region")
    assert option["samples"] >= 10
    assert option["ships_on"] < option["earliest"] <= option["likely"] <= option["promise"]
