"""Amounts are written as each language writes them, whatever their currency's smallest coin."""

import pytest

from commerce.prices import price


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        (2430, "USD", "en", "$24.30"),
        (2430, "USD", "ko", "US$24.30"),
        (2400, "JPY", "ja", "￥2,400"),
        (12345, "KWD", "en", "KWD12.345"),
        (0, "EUR", "en", "€0.00"),
    ],
)
def test_an_amount_is_written_in_its_own_coins(amount: int, currency: str, locale: str, written: str) -> None:
    assert price(amount, currency, locale) == written
