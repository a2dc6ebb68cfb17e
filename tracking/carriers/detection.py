"""Whose number is this? A ranked list of carriers, each with what speaks for it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from string import digits
from typing import Literal

from tracking.carriers import americas, asia_pacific, europe, s10, worldwide
from tracking.carriers.carrier import Format
from tracking.carriers.directory import BY_CODE, find, key_of

FORMATS: tuple[Format, ...] = (
    *worldwide.FORMATS,
    *americas.FORMATS,
    *europe.FORMATS,
    *asia_pacific.FORMATS,
)

LONGEST = 128
S10_ANCHOR = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A carrier that may have issued a number, and what speaks for it.

    `proof` is `checksum` when the number carries a check digit and it holds, `format` when only its shape
    fits. `anchor` tells how distinctive that shape is, from 0 (bare digits) to 2. `hinted`: it is the
    carrier the caller expects. `distance`: 0 at home in the destination, 1 worldwide or none asked, 2 not.
    """

    carrier: str
    format: str
    proof: Literal["checksum", "format"]
    anchor: int
    hinted: bool = False
    distance: int = 1

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """Sorts the likelier candidate first."""
        return self.proof != "checksum", -self.anchor, not self.hinted, self.distance


def is_separator(char: str) -> bool:
    # Japanese keyboards give a long-vowel mark or a minus sign where a hyphen is meant.
    return char in "−ー" or char.isspace() or unicodedata.category(char) in ("Pd", "Cf")


def normalise(number: str) -> str:
    """Capitals and digits of a number as typed, without spaces, dots, dashes and invisible characters.

    Full-width characters become plain ones. Empty when anything else is in it or it is over 128 characters.
    """
    if len(number) > LONGEST:
        return ""
    wide = unicodedata.normalize("NFKC", number).upper()
    plain = "".join(char for char in wide if not is_separator(char)).strip(".")
    # Swiss labels set groups apart with dots; one dot alone is a decimal point.
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    return plain if plain.isascii() and plain.isalnum() else ""


def is_hinted(carrier: str, hint: str | None) -> bool:
    """Whether a carrier is the expected one or, as with DHL, of its family."""
    if not hint:
        return False
    expected = find(hint)
    key = key_of(hint)
    return (expected is not None and expected.code == carrier) or (
        len(key) > 2 and key_of(carrier).startswith(key)
    )


def distance_of(carrier: str, destination: str | None) -> int:
    countries = BY_CODE[carrier].countries
    if not destination or not countries:
        return 1
    return 0 if destination.upper() in countries else 2


def matches(number: str) -> Iterator[Candidate]:
    for carrier, name in s10.issuers(number):
        yield Candidate(carrier, name, "checksum", S10_ANCHOR)
    for known in FORMATS:
        if known.fits(number):
            yield Candidate(known.carrier, known.name, "checksum" if known.check else "format", known.anchor)


def detect(number: str, *, destination: str | None = None, hint: str | None = None) -> list[Candidate]:
    """The carriers a tracking number may belong to, likeliest first, each once; empty when it fits none.

    A check digit that holds beats a mere shape, a distinctive shape beats bare digits; among equals the
    carrier named by `hint` (any spelling) comes first, then those at home in `destination` (ISO 3166-1
    alpha-2), then worldwide ones. A number whose check digit fails is not taken for that format at all.
    """
    plain = normalise(number)
    # A run of one digit passes several checks at once and is never a parcel.
    if len(set(plain) & set(digits)) < 2:
        return []
    weighed = [
        replace(one, hinted=is_hinted(one.carrier, hint), distance=distance_of(one.carrier, destination))
        for one in matches(plain)
    ]
    first: dict[str, Candidate] = {}
    for one in sorted(weighed, key=attrgetter("rank")):
        first.setdefault(one.carrier, one)
    return list(first.values())
