"""International postal numbers and the operators behind them."""

import pytest

from tracking.carriers.directory import BY_CODE
from tracking.carriers.s10 import ISSUERS, SISTERS, issuers


@pytest.mark.parametrize(
    ("country", "carrier"), [("US", "USPS"), ("JP", "JPPost"), ("BR", "Correios"), ("NZ", "NZPost")]
)
def test_the_last_two_letters_name_the_post(country: str, carrier: str) -> None:
    assert issuers(f"RA473124829{country}") == [(carrier, "S10 registered letter")]


@pytest.mark.parametrize("number", ["RA473124820US", "RA473124829QQ", "RA47312482US", "1A473124829US"])
def test_a_wrong_digit_country_or_shape_names_nobody(number: str) -> None:
    assert issuers(number) == []


def test_a_sister_company_is_named_before_the_post() -> None:
    assert [code for code, _ in issuers("EE473124829GB")] == ["Parcelforce", "RoyalMail"]


def test_an_unlisted_service_is_still_an_item_of_the_post() -> None:
    assert issuers("ZZ473124829SE") == [("PostNord", "S10 item")]


def test_no_country_has_two_posts() -> None:
    claims = [country for carrier in BY_CODE.values() for country in carrier.s10]
    assert len(claims) == len(set(claims)) == len(ISSUERS)


def test_every_sister_is_in_the_directory() -> None:
    assert set(SISTERS.values()) <= set(BY_CODE)
