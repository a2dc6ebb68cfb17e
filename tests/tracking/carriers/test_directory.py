"""Finding a carrier by any of its names, and the links it offers."""

from collections import defaultdict

import pytest

from tracking.carriers.directory import CARRIERS, find, key_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ups", "UPS"),
        ("United Parcel Service", "UPS"),
        ("FEDEX", "FedEx"),
        ("fedex_smartpost", "FedEx"),
        ("DHL", "DHLExpress"),
        ("dhl-express", "DHLExpress"),
        ("DHL eCommerce", "DHLECS"),
        ("canada_post", "CanadaPost"),
        ("Hermes", "Evri"),
        ("Colissimo", "LaPoste"),
        ("ヤマト運輸", "KuronekoYamato"),
        ("ＵＳＰＳ", "USPS"),
        ("Correos España", "Correos"),
    ],
)
def test_a_carrier_is_found_however_its_name_is_spelt(name: str, code: str) -> None:
    found = find(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["", "  ", "-", "Pigeon & Sons"])
def test_an_unknown_name_finds_nobody(name: str) -> None:
    assert find(name) is None


def test_no_name_belongs_to_two_carriers() -> None:
    owners = defaultdict(set)
    for carrier in CARRIERS:
        for name in (carrier.code, carrier.name, *carrier.aliases):
            owners[key_of(name)].add(carrier.code)
    assert not {name: codes for name, codes in owners.items() if len(codes) > 1}


def test_every_code_is_given_once_and_is_plain_letters_and_digits() -> None:
    codes = [carrier.code for carrier in CARRIERS]
    assert len(codes) == len(set(codes))
    assert all(code.isascii() and code.isalnum() for code in codes)


def test_every_tracking_page_is_secure_and_takes_the_number_once() -> None:
    pages = [carrier.tracking for carrier in CARRIERS if carrier.tracking]
    assert all(page.startswith("https://") and page.count("{}") == 1 for page in pages)


def test_countries_are_two_capital_letters() -> None:
    codes = {country for carrier in CARRIERS for country in (*carrier.countries, *carrier.s10)}
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in codes)
