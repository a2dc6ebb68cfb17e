"""Postcodes of many countries, brought to one spelling and cut into ever wider places.

The shapes follow the Universal Postal Union's addressing guides. A history may carry less than a whole
postcode (five of Brazil's eight digits): any leading part that reaches the district is understood.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple


@dataclass(frozen=True)
class PostcodeForm:
    """How one country writes its postcodes.

    `pattern` matches the spelling without blanks and hyphens; `lengths` are the characters that make
    the region, area and district; `example` is shown to whoever typed a wrong one; `letters` are the
    country's own that people write before it, as on letters from abroad (`D-10115`).
    """

    pattern: str
    lengths: tuple[int, int, int]
    example: str
    letters: tuple[str, ...] = ()

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """Told a compact postcode, None for one that the country can't have."""
        return re.compile(self.pattern, re.ASCII).fullmatch

    @cached_property
    def match_all(self) -> Callable[[str], re.Match[str] | None]:
        """The same of several, each in a line."""
        return re.compile(rf"(?:(?:{self.pattern})\n)*", re.ASCII).fullmatch


FORMS: dict[str, PostcodeForm] = {
    "US": PostcodeForm(r"\d{5}(\d{4})?", (1, 2, 3), "94103"),
    "CA": PostcodeForm(r"[ABCEGHJ-NPRSTVXY]\d[A-Z](\d[A-Z]\d)?", (1, 2, 3), "K1A 0B1"),
    "IE": PostcodeForm(r"[A-Z](\d{2}|6W)([0-9A-Z]{4})?", (1, 2, 3), "D02 X285"),
    "DE": PostcodeForm(r"\d{5}", (1, 2, 3), "10115", ("D", "DE")),
    "FR": PostcodeForm(r"\d{5}", (1, 2, 3), "75001", ("F", "FR")),
    "ES": PostcodeForm(r"\d{5}", (1, 2, 3), "28013", ("E", "ES")),
    "IT": PostcodeForm(r"\d{5}", (1, 2, 3), "00184", ("I", "IT")),
    "NL": PostcodeForm(r"\d{4}([A-Z]{2})?", (1, 2, 4), "1012 AB", ("NL",)),
    "BE": PostcodeForm(r"\d{4}", (1, 2, 3), "1000", ("B", "BE")),
    "CH": PostcodeForm(r"\d{4}", (1, 2, 3), "8001", ("CH",)),
    "AT": PostcodeForm(r"\d{4}", (1, 2, 3), "1010", ("A", "AT")),
    "SE": PostcodeForm(r"\d{5}", (1, 2, 3), "111 22", ("S", "SE")),
    "DK": PostcodeForm(r"\d{4}", (1, 2, 3), "2100", ("DK",)),
    "NO": PostcodeForm(r"\d{4}", (1, 2, 3), "0150", ("N", "NO")),
    "PL": PostcodeForm(r"\d{5}", (1, 2, 3), "00-950", ("PL",)),
    "PT": PostcodeForm(r"\d{4}(\d{3})?", (1, 2, 4), "1000-205", ("P", "PT")),
    "JP": PostcodeForm(r"\d{3}(\d{4})?", (1, 2, 3), "100-0001"),
    "KR": PostcodeForm(r"\d{5}", (1, 2, 3), "03051"),
    "AU": PostcodeForm(r"\d{4}", (1, 2, 3), "2000"),
    "NZ": PostcodeForm(r"\d{4}", (1, 2, 3), "6011"),
    "BR": PostcodeForm(r"\d{5}(\d{3})?", (1, 2, 3), "01310-100"),
    "MX": PostcodeForm(r"\d{5}", (1, 2, 3), "06700"),
    "IN": PostcodeForm(r"[1-9]\d{5}", (1, 2, 3), "110001"),
    "SG": PostcodeForm(r"\d{6}", (1, 2, 4), "018956"),
    # The last two are a bank's and those of the forces abroad: no town's.
    "GB": PostcodeForm(r"[A-Z]{1,2}\d[A-Z0-9]?(\d[A-Z]{2})?|GIR(0AA)?|BFPO\d{1,4}", (0, 0, 0), "SW1A 1AA"),
}
# The last characters name a street or a post box: too fine to learn from, and often left out.
LEARNT_FROM = {"US": 5, "BR": 5, "PT": 4, "NL": 4}
OTHER = PostcodeForm(r"[0-9A-Z]{2,12}", (1, 2, 3), "")


class Places(NamedTuple):
    """The places a postcode lies in, widest first; empty texts when nothing is known of it."""

    region: str = ""
    area: str = ""
    district: str = ""
    post: str = ""


def compact(postcode: str) -> str:
    """Capitals and digits only: `sw1a 1aa` and `SW1A-1AA` become `SW1A1AA`, `〒１００−０００１` becomes `1000001`."""
    if postcode.isascii() and postcode.isalnum():
        return postcode.upper()
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", postcode)).upper()


# Beside the hyphen what keyboards of East Asia make of it, and the sign before Japanese postcodes.
_BETWEEN = re.compile(r"[\s\-.\u2010-\u2015\u2212\u30fc\u3012]")


def code_of(country: str, postcode: str) -> str:
    """The one spelling of a postcode, `10115` for `D-10115`; an ill-formed one is `compact` alone."""
    return without_letters(country, compact(postcode))


def without_letters(country: str, code: str) -> str:
    """A compact postcode without its country's letters; those before anything else stay."""
    form = FORMS.get(country, OTHER)
    if not code.startswith(form.letters):
        return code
    return next(filter(form.match, map(code.removeprefix, form.letters)), code)


def shape_of(country: str) -> str:
    """An example of a right postcode, for messages; empty when the country's form is not listed."""
    return FORMS.get(country, OTHER).example


def is_well_formed(country: str, postcode: str) -> bool:
    """Whether the postcode could exist in that country (a listed country's own form, else any)."""
    return places_of(country, postcode).post != ""


@lru_cache(maxsize=200_000)
def places_of(country: str, postcode: str) -> Places:
    """Cut a postcode into its region, area, district and itself; nothing of an ill-formed one."""
    return cut(country, code_of(country, postcode))


def cut(country: str, code: str) -> Places:
    """The same of one in its one spelling, worked out anew."""
    form = FORMS.get(country, OTHER)
    if not form.match(code):
        return Places()
    if country == "GB":
        return _british(code)
    region, area, district = form.lengths
    return Places(code[:region], code[:area], code[:district], code[: LEARNT_FROM.get(country)])


def ends_of(country: str, codes: Sequence[str]) -> tuple[Sequence[str], list[str], list[str]]:
    """Of compact postcodes their one spelling, their districts and what is learnt of them, as `cut` has both."""
    form = FORMS.get(country, OTHER)
    if country == "GB" or not form.match_all("\n".join([*codes, ""])):
        spelled = [without_letters(country, code) for code in codes] if form.letters else codes
        places = [cut(country, code) for code in spelled]
        return spelled, [place.district for place in places], [place.post for place in places]
    district, learnt = form.lengths[2], LEARNT_FROM.get(country)
    return codes, [code[:district] for code in codes], [code[:learnt] for code in codes]


def _british(code: str) -> Places:
    outward = code[:-3] if re.search(r"[0-9][A-Z]{2}$", code) and len(code) > 4 else code
    town = re.match(r"[A-Z]+", code)
    letters = town.group() if town else ""
    sector = code[: len(outward) + 1]
    return Places(letters, re.sub(r"(?<=\d)[A-Z]$", "", outward), outward, sector)
