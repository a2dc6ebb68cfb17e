"""Postal numbers after UPU standard S10: two letters, nine digits, the country that issued them."""

import re

from tracking.carriers import check_digits
from tracking.carriers.directory import CARRIERS

SHAPE = re.compile(r"([A-Z])[A-Z](\d{9})([A-Z]{2})", re.ASCII)

SERVICES = {
    "C": "parcel",
    "E": "express",
    "H": "e-commerce parcel",
    "L": "tracked letter",
    "M": "M bag",
    "Q": "business reply",
    "R": "registered letter",
    "U": "untracked letter",
    "V": "insured letter",
}

# Where the post has handed a class of its items to a sister company, that one is asked first.
SISTERS = {
    ("DE", "C"): "DHLPaket",
    ("FR", "E"): "Chronopost",
    ("GB", "C"): "Parcelforce",
    ("GB", "E"): "Parcelforce",
}

ISSUERS = {country: carrier.code for carrier in CARRIERS for country in carrier.s10}


def issuers(number: str) -> list[tuple[str, str]]:
    """Carrier code and format name of those who may have issued a normalised number, likeliest first.

    Empty unless it is an S10 number of a country with a known postal operator and its check digit holds.
    """
    found = SHAPE.fullmatch(number)
    if not found:
        return []
    service, digits, country = found.groups()
    if country not in ISSUERS or not check_digits.s10(digits):
        return []
    carriers = [ISSUERS[country], SISTERS.get((country, service))]
    name = f"S10 {SERVICES.get(service, 'item')}"
    return [(carrier, name) for carrier in reversed(carriers) if carrier]
