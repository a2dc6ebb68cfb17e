"""Where a shopper may bring a return."""

from typing import Any

from returns.places import Place, places

STORE: dict[str, Any] = {
    "code": "NYC",
    "kind": "store",
    "country": "US",
    "postcode": "10001",
    "takes_returns": True,
    "hours": "Mon–Sat 10–19",
    "address": {"line1": "1 Broad Way", "city": "New York", "region": "NY"},
}
LOCKER = STORE | {"code": "LOCK", "kind": "drop_off", "postcode": "94110", "hours": None}
BERLIN = STORE | {"country": "DE", "postcode": "10115", "address": {"line1": "Allee 1", "city": "Berlin"}}


def names(method: str, *locations: dict[str, Any], **ship_to: str) -> list[str]:
    found = places({"name": "Acme", "locations": list(locations)}, method, ship_to)
    return [place.address[1] for place in found]


def test_a_store_is_told_with_its_address_and_hours() -> None:
    found = places({"name": "Acme", "locations": [STORE]}, "in_store", {"country": "US"})
    assert found == [Place("Acme", ("1 Broad Way", "New York, NY 10001"), "US", "Mon–Sat 10–19")]


def test_a_place_may_have_a_name_of_its_own() -> None:
    named = STORE | {"address": STORE["address"] | {"name": "Acme Chelsea"}}
    assert places({"name": "Acme", "locations": [named]}, "in_store", {})[0].name == "Acme Chelsea"


def test_only_stores_are_stores_but_a_store_is_a_drop_off_point_too() -> None:
    assert names("in_store", STORE, LOCKER) == ["New York, NY 10001"]
    assert names("drop_off", STORE, LOCKER) == ["New York, NY 10001", "New York, NY 94110"]


def test_a_location_that_takes_no_returns_is_no_place_for_them() -> None:
    assert names("in_store", STORE | {"takes_returns": None}, STORE | {"kind": "warehouse"}) == []


def test_what_travels_by_a_carrier_is_brought_nowhere() -> None:
    assert names("label", STORE) == names("own_carrier", STORE) == []


def test_the_shoppers_own_country_comes_alone_if_it_has_any() -> None:
    assert names("in_store", STORE, BERLIN, country="DE") == ["10115 Berlin"]
    assert len(names("in_store", STORE, BERLIN, country="JP")) == 2


def test_the_nearest_postcode_comes_first() -> None:
    assert names("drop_off", STORE, LOCKER, country="US", postcode="94103")[0] == "New York, NY 94110"
