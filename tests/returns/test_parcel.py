"""The parcel that a label is for, or why there is none."""

from typing import Any

import pytest

from returns.parcel import UNKNOWN_WEIGHT_G, NoLabel, parcel
from tests.returns.test_customs import tee

STREET = {"line1": "5 Dock Rd", "city": "Avenel"}
DOCK: dict[str, Any] = {"country": "US", "postcode": "07001", "address": STREET}
SHOP: dict[str, Any] = {"name": "Acme", "brand": {"support_email": "help@acme.test"}, "locations": [DOCK]}
ADA = {"name": "Ada L", "line1": "1 Main St", "city": "San Francisco", "postcode": "94103", "country": "US"}


def test_it_goes_to_the_first_location_whose_street_is_known() -> None:
    shop = SHOP | {"locations": [{"country": "US", "postcode": "1"}, DOCK, DOCK | {"postcode": "2"}]}
    assert parcel(ADA, {}, shop, [], "USD").merchant == {
        "name": "Acme",
        "line1": "5 Dock Rd",
        "city": "Avenel",
        "postcode": "07001",
        "country": "US",
        "email": "help@acme.test",
    }


def test_a_location_may_have_a_name_of_its_own() -> None:
    shop = SHOP | {"locations": [DOCK | {"address": STREET | {"name": "Acme Returns"}}]}
    assert parcel(ADA, {}, shop, [], "USD").merchant["name"] == "Acme Returns"


def test_the_shopper_is_called_as_the_customer_where_the_address_has_no_name() -> None:
    sent = parcel(ADA | {"name": None}, {"name": "Ada Lovelace", "phone": "555 0101"}, SHOP, [], "USD")
    assert (sent.shopper["name"], sent.shopper["phone"]) == ("Ada Lovelace", "555 0101")


def test_its_weight_is_that_of_its_units() -> None:
    inside = [tee(units=2, weight_g=180), tee(units=1, weight_g=None), tee(units=3, weight_g=0)]
    assert parcel(ADA, {}, SHOP, inside, "USD").weight_g == 360 + 4 * UNKNOWN_WEIGHT_G


def test_a_warehouse_that_takes_returns_goes_before_other_locations() -> None:
    shop = SHOP | {"locations": [DOCK, DOCK | {"kind": "warehouse", "takes_returns": True, "postcode": "2"}]}
    assert parcel(ADA, {}, shop, [], "USD").merchant["postcode"] == "2"


@pytest.mark.parametrize(
    ("ship_to", "shop", "reason"),
    [
        (ADA, SHOP | {"locations": []}, "no location has an address"),
        (ADA, SHOP | {"locations": [{"country": "US"}]}, "no location has an address"),
        ({}, SHOP, "the shopper's address has no name, no line1, no city, no postcode, no country"),
        (
            ADA | {"country": "CA"},
            SHOP,
            "from CA to US: customs papers can't be written: line L1 has no weight_g, no origin_country",
        ),
    ],
)
def test_where_no_label_can_be_had_staff_are_told_why(
    ship_to: dict[str, Any], shop: dict[str, Any], reason: str
) -> None:
    with pytest.raises(NoLabel) as told:
        parcel(ship_to, {}, shop, [tee(weight_g=None, origin_country=None)], "USD")
    assert str(told.value) == reason


def test_across_a_border_it_has_papers_signed_by_the_shopper() -> None:
    papers = parcel(ADA | {"country": "CA"}, {}, SHOP, [tee()], "CAD").customs
    assert papers and (papers.signer, papers.currency, papers.items) == ("Ada L", "CAD", (tee(),))


def test_within_a_country_it_has_none() -> None:
    assert parcel(ADA, {}, SHOP, [tee()], "USD").customs is None
