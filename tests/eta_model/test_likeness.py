"""Destinations that a model can't tell apart get one key, and only those."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eta_model.destinations import destinations
from eta_model.likeness import Likeness
from eta_model.model import Model
from eta_model.places import Gazetteer
from eta_model.question import Forecast, Question
from eta_model.quote import forecast

NOON = datetime(2024, 4, 2, 12, tzinfo=UTC)
TOWNS = ("10001", "10002", "94103", "94104", "59001", "99501", "96701", "")


def told(model: Model, country: str, postcode: str) -> Forecast:
    return forecast(model, Question("US", "07001", country, postcode, NOON, carrier="UPS", service="Ground"))


def likeness(model: Model, country: str, postcode: str) -> str:
    [there] = destinations(country, [postcode])
    assert there is not None
    [text] = Likeness(model).of([there])
    return text


def test_postcodes_without_history_look_like_their_district(model: Model) -> None:
    assert likeness(model, "US", "94110") == likeness(model, "US", "94199")
    assert likeness(model, "US", "94110") != likeness(model, "US", "95110")


def test_a_postcode_with_history_of_its_own_looks_like_no_other(model: Model) -> None:
    assert likeness(model, "US", "94103") != likeness(model, "US", "94104")


def test_a_postcode_with_coordinates_of_its_own_looks_like_no_other(model: Model) -> None:
    placed = Model(model.stages, Gazetteer({("US", "94110"): (37.7, -122.4)}), model.offset, model.name)
    assert likeness(placed, "US", "94110") != likeness(placed, "US", "94199")


def test_neighbours_in_two_time_zones_are_told_apart(model: Model) -> None:
    assert likeness(model, "US", "79801") != likeness(model, "US", "79701")


@settings(max_examples=60, deadline=None)
@given(
    first=st.sampled_from(TOWNS) | st.integers(501, 99_950).map("{:05}".format),
    last=st.integers(0, 99).map("{:02}".format),
)
def test_what_looks_alike_is_forecast_alike_to_the_last_bit(model: Model, first: str, last: str) -> None:
    second = first[:3] + last if first else ""
    if likeness(model, "US", first) == likeness(model, "US", second):
        one, other = told(model, "US", first), told(model, "US", second)
        assert one.arrived.tobytes() == other.arrived.tobytes()
        assert one.dates == other.dates and (one.basis, one.samples) == (other.basis, other.samples)


@pytest.mark.parametrize("country", ["GB", "JP", "FR"])
def test_a_country_without_history_is_one_place_per_district(model: Model, country: str) -> None:
    towns = {"GB": ("SW1A1AA", "SW1A2AA"), "JP": ("1000001", "1000002"), "FR": ("75001", "75008")}[country]
    first, second = towns
    assert likeness(model, country, first) == likeness(model, country, second)
    assert told(model, country, first).arrived.tobytes() == told(model, country, second).arrived.tobytes()
