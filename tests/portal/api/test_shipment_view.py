"""A shipment says what is wrong with it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from commerce import clock, keys
from tests.notifications.watched import MONDAY, looked, scanned, sent, shop
from tests.portal.calling import ApiClient, api_client
from tests.statements import counted
from tracking.models import Shipment


@pytest.fixture
def parcel(app: Flask) -> Shipment:
    return sent(shop())


@pytest.fixture
def api(app: Flask, parcel: Shipment) -> ApiClient:
    return api_client(app, keys.create(parcel.merchant_id, "secret")[1])


def delay(api: ApiClient, days: float) -> Any:
    with clock.at(MONDAY + timedelta(days=days)):
        return api.get("/v1/shipments/S1").json["delay"]


def test_a_delay_is_shown_until_it_clears_and_then_as_cleared(api: ApiClient, parcel: Shipment) -> None:
    assert delay(api, 0) is None
    scanned(parcel, 3)
    looked(parcel, 5)
    told = {"kind": "promise_missed", "since": "2026-11-21T08:00:00Z", "days": 1}
    assert delay(api, 5) == told | {"cleared_at": None}
    scanned(parcel, 5.5, "delivered")
    assert delay(api, 6) == told | {"cleared_at": "2026-11-22T03:00:00Z"}


def test_the_worst_of_several_delays_is_shown(api: ApiClient, parcel: Shipment) -> None:
    scanned(parcel, 0)
    looked(parcel, 4)
    assert delay(api, 4)["kind"] == "stalled"
    looked(parcel, 5)
    assert delay(api, 5)["kind"] == "promise_missed"


def test_an_exception_is_a_delay_by_the_carriers_word(api: ApiClient, parcel: Shipment) -> None:
    scanned(parcel, 1, "in_transit", "damaged")
    assert delay(api, 1)["kind"] == "carrier_delay"


def test_what_the_shopper_has_to_fetch_is_not_delayed(api: ApiClient, parcel: Shipment) -> None:
    scanned(parcel, 1, "available_for_pickup")
    assert delay(api, 1) is None


def test_the_delays_of_a_page_of_shipments_are_read_at_once(api: ApiClient, parcel: Shipment) -> None:
    with counted() as sent_statements:
        api.get("/v1/shipments")
    assert len([sql for sql in sent_statements if "FROM incidents" in sql]) == 1


def eta(api: ApiClient, days: float) -> Any:
    with clock.at(MONDAY + timedelta(days=days)):
        return api.get("/v1/shipments/S1").json["eta"]


def test_a_parcel_that_is_out_comes_today_by_the_carriers_word(api: ApiClient, parcel: Shipment) -> None:
    assert eta(api, 1)["basis"] == "service_table"
    scanned(parcel, 1, "out_for_delivery")
    told = eta(api, 1.1)
    today = (MONDAY + timedelta(days=1)).date().isoformat()
    assert {told[name] for name in ("earliest", "likely", "latest")} == {today}
    assert (told["basis"], told["late_probability"]) == ("carrier", 0.0)


def test_a_parcel_that_went_out_in_vain_is_forecast_again_the_next_day(
    api: ApiClient, parcel: Shipment
) -> None:
    scanned(parcel, 1, "out_for_delivery")
    assert eta(api, 2)["basis"] == "service_table"


def test_a_parcel_that_waits_to_be_fetched_is_not_expected_any_more(api: ApiClient, parcel: Shipment) -> None:
    scanned(parcel, 1, "available_for_pickup")
    assert eta(api, 1.1) is None
