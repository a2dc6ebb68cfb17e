"""EasyPost's shipments, read into labels; the calls are tried with the jobs that make them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.parcel import Parcel
from returns.providers.easypost_labels import EasyPostLabels, ounces, read
from tests.returns.providers.easypost_stand_in import StandIn
from tracking.providers import CarrierError
from tracking.providers.easypost import EasyPostClient

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
READ = ("postage_label", "selected_rate", "messages", "forms", "tracker", "rates", "refund_status")
PARCEL = Parcel({"name": "Ada L", "line2": None}, {"name": "Acme"}, 100)


@pytest.mark.parametrize(("grams", "expected"), [(0, 0.1), (1, 0.1), (180, 6.3), (1000, 35.3)])
def test_grams_become_ounces_to_a_tenth(grams: int, expected: float) -> None:
    assert ounces(grams) == expected


@pytest.mark.parametrize(
    ("rates", "chosen"),
    [
        ([], None),
        ([{"id": "a", "rate": "10.00"}, {"id": "b", "rate": "9.50"}, {"id": "c", "rate": "9.50"}], "b"),
        ([{"id": "a", "rate": "NaN"}, {"id": "b", "rate": None}, {"id": None, "rate": "1"}, "?"], None),
        ({"id": "a", "rate": "1"}, None),
    ],
)
def test_the_cheapest_rate_is_chosen(rates: Any, chosen: str | None) -> None:
    assert read({"id": "shp_1", "rates": rates}).cheapest == chosen


def test_a_label_as_pdf_goes_before_a_picture() -> None:
    postage = {"label_url": "https://labels.test/1.png", "label_pdf_url": "https://labels.test/1.pdf"}
    assert read({"id": "shp_1", "postage_label": postage}).label_url == "https://labels.test/1.pdf"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "", None, 7])
def test_what_no_browser_may_be_sent_to_is_no_label(address: object) -> None:
    assert read({"id": "shp_1", "postage_label": {"label_url": address}}).label_url is None


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(READ, JSON)))
def test_any_json_is_read(shipment: dict[str, Any]) -> None:
    assert read({"id": "shp_1"} | shipment).id == "shp_1"


def test_a_shipment_without_an_id_is_of_no_use() -> None:
    with pytest.raises(CarrierError, match="without an id"):
        read({"object": "Shipment"})


def test_a_label_is_found_by_its_id_and_by_our_reference() -> None:
    with StandIn() as easypost:
        labels = EasyPostLabels(EasyPostClient("EZTK_made_up", easypost.address))
        made = labels.make("shp_ours", PARCEL)
        assert labels.find("shp_ours") == labels.find(made.id) == made
        assert labels.find("shp_of_nobody") is None


def test_a_label_that_was_never_bought_is_not_given_back() -> None:
    with StandIn() as easypost:
        labels = EasyPostLabels(EasyPostClient("EZTK_made_up", easypost.address))
        labels.give_back(labels.make("shp_ours", PARCEL).id)
        assert easypost.refunded == 0
