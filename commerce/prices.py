"""Amounts as people write them, in each of our languages."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision


def price(amount: int, currency: str, locale: str) -> str:
    """An amount in minor units of an ISO 4217 currency, in words of the locale: `$24.30`, `￥2,400`."""
    digits = get_currency_precision(currency)
    return str(format_currency(Decimal(amount).scaleb(-digits), currency, locale=locale))
