"""Destinations are understood however they are written, and answered as they were written."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.destinations import Destination, destinations
from eta_model.postcodes import FORMS, code_of, places_of


def destination(country: str, told: str | None) -> Destination | None:
    return destinations(country, [told])[0]


@pytest.mark.parametrize(
    ("country", "told", "postcode", "place"),
    [
        ("US", " 94103-1234 ", "941031234", "94103"),
        ("GB", "sw1a 1aa", "SW1A1AA", "SW1A1"),
        ("JP", "100\N{NO-BREAK SPACE}0001", "1000001", "1000001"),
        ("HK", "A\tB", "AB", "AB"),
        ("DE", "D-10115", "10115", "10115"),
        ("PT", "PT-1000-205", "1000205", "1000"),
    ],
)
def test_a_postcode_has_one_spelling_and_is_answered_in_its_own(
    country: str, told: str, postcode: str, place: str
) -> None:
    there = destination(country, told)
    assert there is not None
    assert (there.postcode, there.place) == (postcode, place)
    assert orjson.loads(there.json[:-1] + b"}") == {
        "destination": {"country": country, "postcode": told.strip()}
    }


@pytest.mark.parametrize("told", [None, "", "  "])
def test_without_a_postcode_it_is_anywhere_in_the_country(told: str | None) -> None:
    there = destination("US", told)
    assert there is not None
    assert (there.written, there.postcode) == (None, "")
    assert there.json == b'{"destination":{"country":"US","postcode":null},'


@pytest.mark.parametrize(
    ("country", "told"), [("US", "ABC"), ("GB", "94103"), ("HK", "--"), ("FR", "D-75001")]
)
def test_what_the_country_can_t_have_is_none(country: str, told: str) -> None:
    assert destination(country, told) is None


def alike(first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    """Which texts two destinations share."""
    one, other = destination(*first), destination(*second)
    return [name for name in ("district", "place") if getattr(one, name) == getattr(other, name)]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (("US", "94103"), ("US", "94103-1234"), ["district", "place"]),
        (("US", "94103"), ("US", "94110"), ["district"]),
        (("US", "94103"), ("US", "95110"), []),
        (("US", "79801"), ("US", "79701"), []),
        (("SE", "S-111 22"), ("SE", "11122"), ["district", "place"]),
        (("GB", "SW1 1AA"), ("GB", "SW11"), ["place"]),
        (("DE", "10115"), ("IT", "10115"), ["place"]),
    ],
    ids=[
        *("one place", "one district", "one zone", "two zones", "the country's letters before it"),
        *("two districts with a sector of one name", "two countries with a postcode of one name"),
    ],
)
def test_destinations_share_what_they_have_in_common(
    first: tuple[str, str], second: tuple[str, str], shared: list[str]
) -> None:
    assert alike(first, second) == shared


@given(
    country=st.sampled_from([*FORMS, "HK"]),
    several=st.lists(
        st.none()
        | st.text(max_size=9)
        | st.from_regex(r"([DE]-)?[0-9A-Z]{2,6}[ -]?[0-9A-Z]{0,4}", fullmatch=True)
    ),
)
def test_many_at_once_are_placed_as_one_by_one_where_every_postcode_lies(
    country: str, several: list[str | None]
) -> None:
    found = destinations(country, several)
    assert list(found) == [destination(country, told) for told in several]
    for told, there in zip(several, found, strict=True):
        places = places_of(country, told or "")
        if there and there.written:
            assert (there.postcode, there.place) == (code_of(country, there.written), places.post)
            assert there.district.endswith(f" {places.district}")
        else:
            assert places.post == ""
