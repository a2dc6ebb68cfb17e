"""The way a simulated parcel takes."""

from random import Random

import pytest

from tracking.providers.depots import depots_between
from tracking.scans import Place


def way(origin: Place, destination: Place, seed: int = 1) -> list[tuple[Place, bool]]:
    return list(depots_between(origin, destination, Random(seed)))


def test_within_one_country_no_other_carrier_takes_over() -> None:
    stops = way(Place("Newark", country="US"), Place("Austin", country="US"))
    assert len(stops) > 1
    assert {(place.country, hand_over) for place, hand_over in stops} == {("US", False)}


def test_abroad_the_local_carrier_takes_over_once() -> None:
    stops = way(Place("Osaka", country="JP"), Place("Lyon", country="FR"))
    assert [place.country for place, _ in stops] == ["JP", *["FR"] * (len(stops) - 1)]
    assert [hand_over for _, hand_over in stops] == [False, True, *[False] * (len(stops) - 2)]


@pytest.mark.parametrize("seed", range(10))
def test_a_parcel_does_not_pass_a_depot_in_the_town_it_leaves_or_goes_to(seed: int) -> None:
    stops = way(Place("Memphis", country="US"), Place("Secaucus", country="US"), seed)
    assert not {"Memphis", "Secaucus"} & {place.city for place, _ in stops}


@pytest.mark.parametrize("country", [None, "FJ"])
def test_a_country_without_known_depots_has_a_nameless_one(country: str | None) -> None:
    assert way(Place(country=country), Place(country=country)) == [(Place(country=country), False)]
