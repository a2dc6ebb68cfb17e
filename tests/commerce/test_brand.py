"""Any three colours become pages that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.brand import CONTROL_CONTRAST, TEXT_CONTRAST, Palette, contrast, palettes, parse

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def grounds(palette: Palette) -> tuple[str, ...]:
    return palette.background, palette.canvas, palette.accent_tint, palette.alert_tint


def assert_readable(palette: Palette) -> None:
    for words in (palette.text, palette.muted, palette.link, palette.alert):
        assert all(contrast(words, ground) >= TEXT_CONTRAST for ground in grounds(palette))
    for drawn in (palette.accent, palette.control):
        assert contrast(drawn, palette.background) >= CONTROL_CONTRAST
        assert contrast(drawn, palette.canvas) >= CONTROL_CONTRAST
    assert contrast(palette.on_accent, palette.accent) >= TEXT_CONTRAST


@given(colours, colours, colours)
def test_every_triple_of_colours_can_be_read_by_day_and_by_night(
    accent: str, background: str, text: str
) -> None:
    looks = palettes(accent, background, text)
    assert_readable(looks.light)
    assert_readable(looks.dark)
    assert looks.dark.scheme == "dark"


@given(colours, colours, colours)
def test_the_background_stays_as_the_merchant_chose_it(accent: str, background: str, text: str) -> None:
    assert palettes(accent, background, text).light.background == background


@given(colours, colours, colours)
def test_a_colour_is_moved_if_and_only_if_the_merchant_is_told(
    accent: str, background: str, text: str
) -> None:
    looks = palettes(accent, background, text)
    moved = looks.light.text != text or looks.light.accent != accent or looks.light.link != accent
    assert moved == bool(looks.warnings)


def test_good_colours_are_kept_without_a_word() -> None:
    looks = palettes("#1f6f5c", "#ffffff", "#1b1b1b")
    assert (looks.light.accent, looks.light.link, looks.light.text) == ("#1f6f5c", "#1f6f5c", "#1b1b1b")
    assert looks.warnings == ()


def test_a_warning_names_the_colour_its_contrast_and_its_replacement() -> None:
    looks = palettes("#1f6f5c", "#ffffff", "#cccccc")
    [warning] = looks.warnings
    assert "text #cccccc" in warning
    assert "1.39:1" in warning
    assert looks.light.text in warning


def test_a_dark_brand_looks_the_same_by_day_and_by_night() -> None:
    looks = palettes("#e0b040", "#101018", "#f0f0f0")
    assert looks.light == looks.dark
    assert looks.light.scheme == "dark"


def test_missing_colours_are_ours_without_a_warning() -> None:
    assert palettes(None, None, None).warnings == ()


@pytest.mark.parametrize("wrong", ["red", "#12", "#12345", "#ggg", "#fff;}body{", "rgb(0,0,0)"])
def test_what_is_no_hex_colour_is_replaced_and_said(wrong: str) -> None:
    looks = palettes(wrong, None, None)
    assert looks.light.accent == palettes(None, None, None).light.accent
    assert wrong in looks.warnings[0]


@pytest.mark.parametrize(
    ("written", "parsed"),
    [("#fff", (255, 255, 255)), ("1f6f5c", (31, 111, 92)), (" #A0b ", (170, 0, 187)), ("#1234567", None)],
)
def test_hex_colours_are_read_short_and_long(written: str, parsed: tuple[int, int, int] | None) -> None:
    assert parse(written) == parsed


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#fff", "#fff", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
