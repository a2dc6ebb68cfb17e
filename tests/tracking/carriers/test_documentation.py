"""The list of carriers in the documentation is the list in the code."""

from pathlib import Path

import pytest

from tracking.carriers import americas, asia_pacific, europe, posts, worldwide
from tracking.carriers.carrier import Carrier
from tracking.carriers.detection import FORMATS

DOCUMENT = (Path(__file__).parents[3] / "docs" / "carriers.md").read_text(encoding="utf-8")
LISTED = [carrier for region in (worldwide, americas, europe, asia_pacific) for carrier in region.CARRIERS]


def line_of(carrier: Carrier) -> str:
    formats = [
        f"{known.name} ({'check digit' if known.check else 'shape'})"
        for known in FORMATS
        if known.carrier == carrier.code
    ]
    if carrier.s10:
        formats.append(f"S10 {', '.join(carrier.s10)} (check digit)")
    return f"| `{carrier.code}` | {carrier.name} | {'; '.join(formats) or 'none known'} |"


@pytest.mark.parametrize("carrier", LISTED, ids=lambda carrier: carrier.code)
def test_a_carrier_is_listed_with_its_formats(carrier: Carrier) -> None:
    assert line_of(carrier) in DOCUMENT.splitlines()


def test_no_other_carrier_is_listed() -> None:
    assert DOCUMENT.count("\n| `") == len(LISTED)


def test_every_other_post_is_listed() -> None:
    text = " ".join(DOCUMENT.split())
    assert not [name for country, name in posts.OPERATORS.items() if f"{country} {name}" not in text]
