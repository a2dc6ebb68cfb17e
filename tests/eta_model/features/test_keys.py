"""A narrower place's name implies the wider ones', so each leans on one wider place only."""

import pytest

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.keys import codes_of, level_keys, place_keys
from eta_model.history import check_history
from eta_model.journeys import journeys_of
from tests.eta_model.made_up import made_up_history


@pytest.mark.parametrize("family", [*DURATION_FAMILIES, *EXCESS_FAMILIES], ids=lambda family: family.name)
def test_each_place_has_one_wider_place(family) -> None:  # type: ignore[no-untyped-def]
    keys = place_keys(journeys_of(check_history(made_up_history()).parcels, "order", 0))
    for (wide, _), (narrow, _) in zip(family.levels, family.levels[1:], strict=False):
        assert keys.select(wide, narrow).n_unique() == keys[narrow].n_unique()


def test_equal_texts_have_equal_numbers() -> None:
    keys = place_keys(journeys_of(check_history(made_up_history(40)).parcels, "order", 0))
    codes = codes_of(keys)["sender"]
    assert len(set(codes.tolist())) == keys["sender"].n_unique()


def test_a_parcel_without_a_sender_is_known_by_its_origin() -> None:
    ends = ("US", "07001", "US", "94103")
    assert level_keys(ends, ("", "", "", ""), 0) != level_keys(
        ("US", "07002", "US", "94103"), ("", "", "", ""), 0
    )


def test_postcodes_with_their_countries_letters_are_the_same_places() -> None:
    parcel = ("DHL", "Paket", "", "")
    bare = level_keys(("DE", "10115", "AT", "1010"), parcel, 0)
    assert level_keys(("DE", "D-10115", "AT", "A-1010"), parcel, 0) == bare
