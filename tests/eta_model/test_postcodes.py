"""Postcodes are understood as people write them, and refused with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.postcodes import FORMS, Places, code_of, is_well_formed, places_of, shape_of


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
        ("GB", "gir 0aa", "GIR", "GIR", "GIR", "GIR0"),
        ("GB", "GIR", "GIR", "GIR", "GIR", "GIR"),
        ("GB", "BFPO 57", "BFPO", "BFPO57", "BFPO57", "BFPO57"),
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
        ("GB", "GIR 1AA"),
        ("GB", "BFPO"),
        ("DE", "F-75001"),
        ("FR", "DE-10115"),
        ("DE", "DD-10115"),
        ("DE", "D-D-10115"),
        ("DE", "10115-D"),
        ("DE", "D-1011"),
        ("DE", "D-"),
        ("CH", "A-1010"),
        ("NL", "N-1012 AB"),
        ("NL", "NL-1012 A"),
        ("US", "US-94103"),
        ("IN", "IN-110001"),
    ],
)
def test_a_postcode_of_the_wrong_shape_lies_nowhere(country: str, postcode: str) -> None:
    assert not is_well_formed(country, postcode)
    assert places_of(country, postcode) == Places()


@pytest.mark.parametrize(
    ("country", "written", "bare"),
    [
        ("DE", "D-10115", "10115"),
        ("DE", "DE-10115", "10115"),
        ("DE", "d 10115", "10115"),
        ("DE", "D\N{EN DASH}10115", "10115"),
        ("AT", "A-1010", "1010"),
        ("CH", "CH-8001", "8001"),
        ("FR", "F-75001", "75001"),
        ("FR", "FR-75001", "75001"),
        ("BE", "B-1000", "1000"),
        ("BE", "BE 1000", "1000"),
        ("IT", "I-00184", "00184"),
        ("ES", "E-28013", "28013"),
        ("NL", "NL-1012 AB", "1012AB"),
        ("SE", "S-111 22", "11122"),
        ("SE", "SE-111 22", "11122"),
        ("DK", "DK-2100", "2100"),
        ("NO", "N-0150", "0150"),
        ("NO", "NO-0150", "0150"),
        ("PL", "PL-00-950", "00950"),
        ("PT", "P-1000-205", "1000205"),
        ("PT", "PT-1000-205", "1000205"),
    ],
)
def test_a_country_s_own_letters_before_its_postcode_change_no_place(
    country: str, written: str, bare: str
) -> None:
    assert code_of(country, written) == bare
    assert places_of(country, written) == places_of(country, bare) != Places()


@pytest.mark.parametrize("country", sorted(FORMS))
def test_each_country_s_own_example_is_well_formed(country: str) -> None:
    assert is_well_formed(country, shape_of(country))


@given(st.sampled_from([*FORMS, "FI", "ZA"]), st.text(max_size=12))
def test_no_text_breaks_the_cutting(country: str, text: str) -> None:
    assert (places_of(country, text) == Places()) == (not is_well_formed(country, text))


@given(st.sampled_from([*FORMS, "FI"]), st.from_regex(r"[A-Z]{0,3}-?[0-9]{3,7}[A-Z]{0,2}", fullmatch=True))
def test_a_postcode_that_is_right_with_letters_is_right_without_them(country: str, text: str) -> None:
    code = code_of(country, text)
    assert code_of(country, code) == code
    assert places_of(country, code) == places_of(country, text)
    assert text.replace("-", "").endswith(code)
