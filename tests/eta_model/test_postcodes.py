"""Postcodes are understood as people write them, and refused with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.postcodes import FORMS, Places, is_well_formed, places_of, shape_of


@pytest.mark.parametrize(
    ("country", "postcode", "region", "area", "district", "post"),
    [
        ("US", "94103-1234", "9", "94", "941", "94103"),
        ("CA", "k1a 0b1", "K", "K1", "K1A", "K1A0B1"),
        ("GB", "sw1a 1aa", "SW", "SW1", "SW1A", "SW1A1"),
        ("GB", "M1 1AE", "M", "M1", "M1", "M11"),
        ("IE", "D02 X285", "D", "D0", "D02", "D02X285"),
        ("NL", "1012 ab", "1", "10", "1012", "1012"),
        ("PL", "00-950", "0", "00", "009", "00950"),
        ("JP", "100-0001", "1", "10", "100", "1000001"),
        ("JP", "１００−０００１", "1", "10", "100", "1000001"),
        ("JP", "〒100ー0001", "1", "10", "100", "1000001"),
        ("GB", "ｓｗ１ａ　１ａａ", "SW", "SW1", "SW1A", "SW1A1"),
        ("BR", "01310-100", "0", "01", "013", "01310"),
        ("BR", "01310", "0", "01", "013", "01310"),
        ("SG", "018956", "0", "01", "0189", "018956"),
        ("FI", "00100", "0", "00", "001", "00100"),
    ],
)
def test_a_postcode_is_cut_into_ever_wider_places(
    country: str, postcode: str, region: str, area: str, district: str, post: str
) -> None:
    assert places_of(country, postcode) == Places(region, area, district, post)


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("US", "9410"),
        ("DE", "ABCDE"),
        ("CA", "123456"),
        ("IN", "012345"),
        ("GB", "12345"),
        ("FI", ""),
        ("US", "٩٤١٠٣"),
    ],
)
def test_a_postcode_of_the_wrong_shape_lies_nowhere(country: str, postcode: str) -> None:
    assert not is_well_formed(country, postcode)
    assert places_of(country, postcode) == Places()


@pytest.mark.parametrize("country", sorted(FORMS))
def test_each_country_s_own_example_is_well_formed(country: str) -> None:
    assert is_well_formed(country, shape_of(country))


@given(st.sampled_from([*FORMS, "FI", "ZA"]), st.text(max_size=12))
def test_no_text_breaks_the_cutting(country: str, text: str) -> None:
    assert (places_of(country, text) == Places()) == (not is_well_formed(country, text))
