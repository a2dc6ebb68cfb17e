"""Amounts as staff type them."""

import re
from decimal import Decimal

from babel.numbers import get_currency_precision

WRITTEN = re.compile(r"\d{1,12}(?:[.,]\d{1,4})?")


def minor(told: str, currency: str) -> int | None:
    """`12.50` in minor units of an ISO 4217 currency; None for what is no amount of it, `0.005` dollars say."""
    if not told.isascii() or not WRITTEN.fullmatch(told):
        return None
    amount = Decimal(told.replace(",", ".")).scaleb(get_currency_precision(currency))
    return int(amount) if amount == int(amount) else None
