"""Shipments, their scans and the sandbox over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from commerce import merchants
from commerce.database import db, transaction
from commerce.models import Merchant
from tests.portal.calling import ORDER, ApiClient
from tests.statements import counted

SHIPMENT: dict[str, Any] = {
    "id": "S1",
    "carrier": "UPS",
    "service": "Ground",
    "tracking_number": "1Z999AA10123456784",
    "shipped_at": "2026-11-03T16:00:00-05:00",
    "lines": [{"id": "L1", "quantity": 1}],
    "promised_on": "2026-11-09",
}
SCAN: dict[str, Any] = {
    "at": "2026-11-04T05:12:00-05:00",
    "status": "in_transit",
    "status_detail": "arrived_at_facility",
    "message": "Arrived at facility",
    "location": {"city": "Newark", "region": "NJ", "country": "US", "postcode": "07114"},
}


@pytest.fixture
def order(api: ApiClient) -> None:
    api.put("/v1/orders/1001", json=ORDER)


@pytest.fixture
def shipment(api: ApiClient, order: None) -> dict[str, Any]:
    made: dict[str, Any] = api.post("/v1/orders/1001/shipments", json=SHIPMENT).json
    return made


def test_a_shipment_is_made_and_read_back(api: ApiClient, order: None) -> None:
    answer = api.post("/v1/orders/1001/shipments", json=SHIPMENT)
    assert answer.status_code == 201
    kept = SHIPMENT | {"shipped_at": "2026-11-03T21:00:00Z"}
    assert answer.json | kept == answer.json
    assert (answer.json["order"], answer.json["direction"], answer.json["status"]) == (
        "1001",
        "outbound",
        "unknown",
    )
    assert (answer.json["attempted"], answer.json["events"], answer.json["delay"]) == (False, [], None)
    assert answer.json["tracking_url"] == api.get("/v1/orders/1001").json["tracking_url"]
    assert api.get("/v1/shipments/S1").json == answer.json
    assert api.get("/v1/orders/1001").json["shipments"] == ["S1"]


def test_the_same_id_again_replaces_what_is_known(api: ApiClient, shipment: dict[str, Any]) -> None:
    answer = api.post("/v1/orders/1001/shipments", json=SHIPMENT | {"carrier": "FedEx"})
    assert (answer.status_code, answer.json["carrier"]) == (200, "FedEx")


def test_without_an_id_and_lines_one_is_made_of_all_that_is_left(api: ApiClient, shipment: Any) -> None:
    answer = api.post("/v1/orders/1001/shipments", json={})
    assert answer.status_code == 201
    assert answer.json["id"].startswith("shp_")
    assert answer.json["lines"] == [{"id": "L1", "quantity": 1}, {"id": "L2", "quantity": 1}]


@pytest.mark.parametrize(
    ("lines", "pointer"),
    [
        ([{"id": "L9", "quantity": 1}], "/lines/0/id"),
        ([{"id": "L2", "quantity": 1}, {"id": "L1", "quantity": 2}], "/lines/1/quantity"),
        ([{"id": "L1", "quantity": 0}], "/lines/0/quantity"),
        ([{"id": "L1"}], "/lines/0/quantity"),
    ],
)
def test_units_the_order_does_not_have_left_are_422(
    api: ApiClient, shipment: Any, lines: list[dict[str, Any]], pointer: str
) -> None:
    answer = api.post("/v1/orders/1001/shipments", json={"id": "S2", "lines": lines})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert api.get("/v1/shipments/S2").status_code == 404


def test_a_shipment_of_an_unknown_order_is_404(api: ApiClient) -> None:
    assert api.post("/v1/orders/1001/shipments", json=SHIPMENT).status_code == 404


def test_an_id_that_another_order_has_is_409(api: ApiClient, shipment: Any) -> None:
    api.put("/v1/orders/1002", json=ORDER)
    answer = api.post("/v1/orders/1002/shipments", json=SHIPMENT)
    assert (answer.status_code, answer.json["code"]) == (409, "shipment_of_another_order")


def test_shipment_ids_are_per_merchant(api: ApiClient, other_api: ApiClient, shipment: Any) -> None:
    assert other_api.get("/v1/shipments/S1").status_code == 404
    assert other_api.post("/v1/shipments/S1/events", json={"events": [SCAN]}).status_code == 404
    other_api.put("/v1/orders/1001", json=ORDER)
    assert other_api.post("/v1/orders/1001/shipments", json=SHIPMENT).status_code == 201


def test_a_line_in_a_parcel_can_not_be_taken_out_of_its_order(api: ApiClient, shipment: Any) -> None:
    answer = api.put("/v1/orders/1001", json=ORDER | {"lines": ORDER["lines"][1:]})
    assert (answer.status_code, answer.json["code"]) == (409, "line_in_use")
    assert len(api.get("/v1/orders/1001").json["lines"]) == 2


def test_posted_scans_become_events_oldest_first_and_move_the_status(api: ApiClient, shipment: Any) -> None:
    later = SCAN | {
        "at": "2026-11-06T09:00:00Z",
        "status": "delivered",
        "status_detail": None,
        "message": "Left",
    }
    answer = api.post("/v1/shipments/S1/events", json={"events": [later, SCAN]})
    assert answer.status_code == 200
    assert [event["status"] for event in answer.json["events"]] == ["in_transit", "delivered"]
    assert answer.json["events"][0] == SCAN | {"at": "2026-11-04T10:12:00Z", "source": "api"}
    assert (answer.json["status"], answer.json["delivered_at"]) == ("delivered", "2026-11-06T09:00:00Z")


def test_scans_told_again_add_nothing(api: ApiClient, shipment: Any) -> None:
    first = api.post("/v1/shipments/S1/events", json={"events": [SCAN]})
    assert (
        api.post("/v1/shipments/S1/events", json={"events": [SCAN, SCAN]}).json["events"]
        == first.json["events"]
    )


def test_the_body_of_posted_scans_is_kept_as_it_came(api: ApiClient, shipment: Any) -> None:
    body = b'{ "events": [{"id": "x", "at": "2026-11-04T10:00:00Z", "status": "in_transit"}] }'
    for _ in range(2):
        assert api.post("/v1/shipments/S1/events", data=body).status_code == 200
    kept = db.session.execute(
        text("SELECT m.body FROM foreign_messages m JOIN scans s ON s.message_id = m.id")
    ).scalars()
    assert list(kept) == [body]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"status": "teleported"}, "/events/0/status"),
        ({"status": None}, "/events/0/status"),
        ({"status_detail": "beamed_up"}, "/events/0/status_detail"),
        ({"at": "2026-11-04T05:12:00"}, "/events/0/at"),
        ({"message": "a\0b"}, "/events/0/message"),
        ({"location": {"planet": "Mars"}}, "/events/0/location/planet"),
    ],
)
def test_a_wrong_scan_is_422_and_none_of_its_body_counts(
    api: ApiClient, shipment: Any, change: dict[str, Any], pointer: str
) -> None:
    answer = api.post("/v1/shipments/S1/events", json={"events": [SCAN | change, SCAN]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert api.get("/v1/shipments/S1").json["events"] == []


def test_shipments_are_listed_the_last_made_first_and_narrowed(api: ApiClient, shipment: Any) -> None:
    api.put("/v1/orders/1002", json=ORDER)
    api.post("/v1/orders/1002/shipments", json={"id": "S2"})
    api.post("/v1/shipments/S1/events", json={"events": [SCAN]})

    def ids(query: str) -> list[str]:
        return [shipment["id"] for shipment in api.get(f"/v1/shipments{query}").json["data"]]

    assert ids("") == ["S2", "S1"]
    assert ids("?order=1001") == ids("?status=in_transit") == ["S1"]
    assert ids("?order=nothing") == []
    cursor = api.get("/v1/shipments?limit=1").json["next_cursor"]
    assert ids(f"?limit=1&cursor={cursor}") == ["S1"]
    assert api.get(f"/v1/orders?cursor={cursor}").status_code == 422


def test_an_unknown_status_in_a_filter_is_422(api: ApiClient) -> None:
    assert api.get("/v1/shipments?status=teleported").status_code == 422


def test_a_test_shipment_lives_its_life_in_one_call(api: ApiClient, order: None) -> None:
    api.post(
        "/v1/orders/1001/shipments", json={"id": "T", "carrier": "Simulated", "tracking_number": "SIM-1"}
    )
    half = api.post("/v1/sandbox/shipments/T/advance", json={"until": "out_for_delivery"})
    assert (half.status_code, half.json["status"]) == (200, "out_for_delivery")
    assert api.post("/v1/sandbox/shipments/T/advance").json["status"] == "delivered"


@pytest.mark.parametrize("body", [{"life": "eternal"}, {"until": "soon"}, {"speed": 2}])
def test_a_life_that_nobody_knows_is_422(api: ApiClient, shipment: Any, body: dict[str, Any]) -> None:
    assert api.post("/v1/sandbox/shipments/S1/advance", json=body).status_code == 422


def test_a_parcel_under_way_has_an_estimate_and_a_delivered_one_none(
    api: ApiClient, merchant: Merchant
) -> None:
    set_up_service(merchant)
    today = datetime.now(UTC)
    api.put("/v1/orders/1001", json=ORDER | {"placed_at": today.isoformat()})
    under_way = api.post("/v1/orders/1001/shipments", json=SHIPMENT | {"shipped_at": today.isoformat()}).json
    assert under_way["eta"]["earliest"] <= under_way["eta"]["likely"] <= under_way["eta"]["latest"]
    assert (under_way["eta"]["basis"], under_way["eta"]["confidence"]) == ("service_table", 0.9)
    scan = SCAN | {"at": (today + timedelta(hours=1)).isoformat(), "status": "delivered"}
    assert api.post("/v1/shipments/S1/events", json={"events": [scan]}).json["eta"] is None


def set_up_service(merchant: Merchant) -> None:
    """Let UPS Ground go from a warehouse to the whole country in one to five days."""
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    place = {"code": "NJ1", "kind": "warehouse", "country": "US", "postcode": "07001", "holidays": None}
    place |= {"time_zone": "America/New_York", "working_days": week, "cutoff": "15:00", "handling_days": 1}
    service = {"code": "ground", "carrier": "UPS", "service": "Ground", "name": "Standard", "from": ["NJ1"]}
    service |= {"to": ["US"], "transit_days": {"min": 1, "max": 5}, "carrier_days": week}
    with transaction():
        place["closed_on"] = []
        merchant.config = merchant.config | {"locations": [place], "shipping_services": [service]}
        merchant.version += 1
    merchants.forget()


@pytest.mark.parametrize(("call", "most"), [("get", 6), ("list", 6), ("create", 19), ("events", 15)])
def test_a_call_costs_few_statements(api: ApiClient, shipment: Any, call: str, most: int) -> None:
    for number in range(2, 5):
        api.post("/v1/orders/1001/shipments", json={"id": f"S{number}", "lines": []})
    db.session.remove()
    with counted() as seen:
        if call == "get":
            answer = api.get("/v1/shipments/S1")
        elif call == "list":
            answer = api.get("/v1/shipments")
        elif call == "create":
            answer = api.post("/v1/orders/1001/shipments", json=SHIPMENT | {"id": "S9"})
        else:
            answer = api.post("/v1/shipments/S1/events", json={"events": [SCAN]})
    assert answer.status_code < 300
    assert 0 < len(seen) <= most, seen
