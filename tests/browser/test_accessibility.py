"""axe finds nothing on any state, and the layout holds at every size."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from tests.browser.readable import BY_COLOUR, LOOKS, TAGS, Look, dress, faults, too_wide
from tests.portal.shopper.gallery import BRANDS, LOCALES, NAMES, render

pytestmark = pytest.mark.browser

RICH = ("several-parcels", "late", "lookup-not-found")


def found_on(
    tab: Page, states: Iterable[tuple[str, str]], rules: list[str] = TAGS, brand: str = ""
) -> list[object]:
    """What is wrong with states, each a name and a language.

    The first is opened, the others are written over it: axe is loaded but once, the policy stays in force.
    """
    tab.goto(f"/late?brand={brand}")
    found: list[object] = []
    for name, locale in states:
        tab.set_content(render(name, locale, BRANDS.get(brand)).html.decode())
        found += [(name, locale, fault) for fault in faults(tab, rules)]
    return found


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_on_any_state(tab: Page, look: Look) -> None:
    """Every state is met in one look and one language, so that every look meets every language often."""
    dress(tab, look)
    mine = range(LOOKS.index(look), len(NAMES), len(LOOKS))
    states = [(NAMES[at], LOCALES[at % len(LOCALES)]) for at in mine]
    assert found_on(tab, states) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_on_the_richest_states(tab: Page, look: Look) -> None:
    dress(tab, look)
    assert found_on(tab, [(name, "en") for name in RICH]) == []


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_brand_of_awful_colours_can_be_read(tab: Page, brand: str, scheme: str) -> None:
    dress(tab, (390, scheme))
    assert found_on(tab, [(name, "en") for name in RICH], BY_COLOUR, brand) == []


def test_no_state_scrolls_sideways_on_the_smallest_phone(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for at, name in enumerate(NAMES):
        tab.set_content(render(name, LOCALES[at % len(LOCALES)]).html.decode())
        if too_wide(tab):
            wide.append(name)
    assert not wide


def test_letters_of_twice_the_size_fit(tab: Page) -> None:
    """A zoom of 200 % on a 640 px window is a 320 px window; text alone may grow too."""
    tab.set_viewport_size({"width": 640, "height": 900})
    for name in RICH:
        tab.goto(f"/{name}")
        tab.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert not too_wide(tab), name


def test_whatever_can_be_pressed_is_large_enough(tab: Page) -> None:
    tab.goto("/several-parcels")
    sizes = tab.eval_on_selector_all(
        "a:not(.skip), button, summary, input",
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.x, box.width, box.height])",
    )
    assert sizes
    assert not [size for size in sizes if size[1] < 24 or size[2] < 44]


def test_the_focus_is_seen_wherever_it_goes(tab: Page) -> None:
    tab.goto("/several-parcels")
    seen = set()
    for _ in range(60):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(
            """() => {
                const one = document.activeElement, style = getComputedStyle(one);
                return [one.tagName, one.textContent, style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if focused[0] == "BODY":
            break
        assert focused[2] == "solid", focused
        assert focused[3] >= 2, focused
        seen.add(focused[0])
    assert seen == {"A", "BUTTON", "SUMMARY"}


def test_forced_colours_keep_the_steps_apart(tab: Page) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto("/status-in_transit")
    borders = tab.eval_on_selector_all(
        ".rail li", "all => all.map(one => getComputedStyle(one, '::before').borderTopStyle)"
    )
    assert borders == ["solid"] * 5


def test_who_wants_no_motion_gets_none(tab: Page) -> None:
    tab.goto("/status-in_transit")
    running = "document.getAnimations().length"
    assert tab.evaluate(running) == 1
    tab.emulate_media(reduced_motion="reduce")
    assert tab.evaluate(running) == 0
