"""A page wears its brand, and its policy allows just that."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from portal.shopper.look import csp_for, script, style
from tests.portal.shopper.gallery import ACME, NIGHT


def test_the_brands_colours_are_custom_properties() -> None:
    assert "--accent:#1f6f5c" in style(ACME)
    assert "@media screen and (prefers-color-scheme:dark)" in style(ACME)


def test_a_dark_brand_needs_no_second_palette() -> None:
    assert "prefers-color-scheme" not in style(NIGHT)


@pytest.mark.parametrize(("radius", "used"), [(8, 8), (-5, 0), (999, 24)])
def test_the_radius_is_kept_within_reason(radius: int, used: int) -> None:
    assert f"--radius:{used}px" in style(replace(ACME, radius=radius))


def test_only_known_fonts_and_colours_reach_the_style_sheet() -> None:
    hostile = replace(
        ACME, font="x;}</style>", accent="red;}</style>", background="</style>", text="</style>"
    )
    assert "</style>" not in style(hostile)
    assert "system" in style(hostile)


def test_the_policy_names_the_hash_of_the_style_and_of_the_script() -> None:
    for directive, text in (("style-src", style(ACME)), ("script-src", script())):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in csp_for(ACME)


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    policy = csp_for(ACME)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)


def test_the_style_sheet_asks_no_host_for_anything() -> None:
    assert "url(" not in style(ACME)
    assert "@import" not in style(ACME)
