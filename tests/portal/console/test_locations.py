"""Locations and services: the form and the file say the same, and refuse the same."""

import pytest
from flask import Flask

from commerce import audit, merchant_changes, merchant_export, merchant_file, merchants
from commerce.models import Merchant
from portal.console.saving import Difference, differences
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.portal.console.test_brand import known

SHOP = """
slug: acme
name: Acme
country: US
currency: USD
time_zone: America/New_York
locations:
  - {code: NJ1, country: US, postcode: "07001", cutoff: "15:00", holidays: US, closed_on: [2026-12-24],
     address: {line1: 1 Dock Rd, city: Newark}}
shipping_services:
  - {code: ground, carrier: UPS, name: Standard, from: [NJ1], to: [US], transit_days: {min: 1, max: 5}}
"""
PLACE: dict[str, object] = {
    "was": "NJ1",
    "kind": "warehouse",
    "country": "US",
    "postcode": "07001",
    "time_zone": "America/New_York",
    "working_days": ["mon", "tue", "wed", "thu", "fri"],
    "cutoff": "15:00",
    "handling_days": "1",
    "holidays": "US",
    "closed_on": "2026-12-24",
    "street-line1": "1 Dock Rd",
    "street-city": "Newark",
}
GROUND: dict[str, object] = {
    "was": "ground",
    "carrier": "UPS",
    "name": "Standard",
    "from": "NJ1",
    "to": "US",
    "transit-min": "1",
    "transit-max": "5",
    "carrier_days": ["mon", "tue", "wed", "thu", "fri"],
}


@pytest.fixture
def merchant(app: object) -> Merchant:
    merchant_changes.apply(merchant_file.read(SHOP.encode()))
    return known()  # type: ignore[return-value]


def mark(desk: Desk, path: str) -> str:
    return desk.get(path).text.partition('name="mark" value="')[2].partition('"')[0]


def save(desk: Desk, what: str, form: dict[str, object], **changes: object) -> tuple[int, str]:
    seen = mark(desk, f"/{what}/{form['was'] or 'new'}")
    answer = desk.send(f"/{what}/save", **{"mark": seen} | form | changes)
    return answer.status_code, answer.text


@pytest.mark.parametrize(("what", "form"), [("locations", PLACE), ("services", GROUND)])
def test_a_form_as_it_came_changes_nothing(
    desk: Desk, merchant: Merchant, what: str, form: dict[str, object]
) -> None:
    before = known()
    assert save(desk, what, form)[0] == 200
    assert (known().version, known().config) == (before.version, before.config)


def test_a_location_is_changed_and_the_log_says_from_what_to_what(desk: Desk, merchant: Merchant) -> None:
    save(desk, "locations", PLACE, cutoff="9:30", closed_on="2026-12-24\n2026-12-31")
    [location] = known().config["locations"]
    assert (location["cutoff"], location["closed_on"]) == ("09:30", ["2026-12-24", "2026-12-31"])
    entry = audit.listed(merchant.id)[0]
    assert entry.before == {"NJ1.cutoff": "15:00", "NJ1.closed_on": ["2026-12-24"]}
    assert "NJ1 · Cut-off: <del>15:00</del> → 9:30" in desk.get("/log").text


def test_a_second_location_and_a_service_from_it_are_added(desk: Desk, merchant: Merchant) -> None:
    save(desk, "locations", PLACE | {"was": "", "code": "CA1"})
    save(desk, "services", GROUND | {"was": "", "code": "air", "from": ["NJ1", "CA1"], "to": "us, ca"})
    contents = merchant_export.document(known())
    assert [one["code"] for one in contents["locations"]] == ["NJ1", "CA1"]
    assert contents["shipping_services"][1]["to"] == ["US", "CA"]
    assert merchant_changes.apply(merchant_file.made_of(contents)).changed == []


@pytest.mark.parametrize(
    ("what", "form", "changes", "said"),
    [
        ("locations", PLACE, {"cutoff": "25:00"}, "Not a time of day"),
        ("locations", PLACE, {"time_zone": "Mars"}, "Not an IANA time zone"),
        ("locations", PLACE, {"closed_on": "Christmas"}, "Not a date"),
        ("locations", PLACE, {"working_days": []}, "Shorter than minimum length 1"),
        ("locations", PLACE, {"was": "", "code": "NJ1"}, "Stands in the list already"),
        ("locations", PLACE, {"street-city": ""}, "Missing data"),
        ("services", GROUND, {"to": "Narnia"}, "Not an ISO 3166-1"),
        ("services", GROUND, {"transit-max": "0"}, "Must not be less than min"),
        ("services", GROUND, {"from": "XX9"}, "No location has this code"),
    ],
)
def test_what_the_file_may_not_say_is_told_and_changes_nothing(
    desk: Desk, merchant: Merchant, what: str, form: dict[str, object], changes: dict[str, object], said: str
) -> None:
    before = known().config
    status, text = save(desk, what, form, **changes)
    assert status == 422 and said in text
    assert known().config == before


def test_a_location_that_a_service_leaves_from_is_not_removed(desk: Desk, merchant: Merchant) -> None:
    form = {"was": "NJ1", "mark": mark(desk, "/locations/NJ1")}
    assert "A service leaves from it" in desk.send("/locations/remove", **form).text
    desk.send("/services/remove", was="ground", mark=mark(desk, "/services/ground"))
    desk.send("/locations/remove", **form)
    assert (known().config["locations"], known().config["shipping_services"]) == ([], [])


def test_who_saves_over_a_colleague_sees_both(app: Flask, desk: Desk, merchant: Merchant) -> None:
    seen = mark(desk, "/locations/NJ1")
    save(signed_in(app, make_user(merchant, "manager")), "locations", PLACE, cutoff="10:00")
    answer = desk.send("/locations/save", **PLACE | {"mark": seen, "cutoff": "11:00"})
    assert answer.status_code == 409
    assert "<td>NJ1 · Cut-off</td><td>10:00</td><td>11:00</td>" in answer.text
    assert merchants.fresh("acme").config["locations"][0]["cutoff"] == "10:00"  # type: ignore[union-attr]


def test_what_is_not_there_is_not_found(desk: Desk, merchant: Merchant) -> None:
    assert desk.get("/locations/XX9").status_code == 404
    assert desk.get("/services/XX9").status_code == 404


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"a": 1, "b": None}, {"a": 2, "b": ""}, [Difference("a", 1, 2)]),
        ({"a": {"b": 1}}, {}, [Difference("a", {"b": 1}, None)]),
        ([{"code": "X", "n": 1}], [{"code": "X", "n": 2}], [Difference("X.n", 1, 2)]),
        ([{"code": "X"}], [], [Difference("X", {"code": "X"}, None)]),
        ({"n": 0}, {"n": 1}, [Difference("n", 0, 1)]),
    ],
)
def test_differences_are_told_by_key(one: object, other: object, told: list[Difference]) -> None:
    assert list(differences(one, other)) == told
