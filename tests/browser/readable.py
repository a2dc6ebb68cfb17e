"""Whether everybody can read a page: what axe says of it, and whether it fits its window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Look = tuple[int, str]

LOOKS: list[Look] = [(1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
BY_COLOUR = ["color-contrast"]

# Sheets are read for a rule that is not asked for, and pages in frames have tests of their own.
RUN = """rules => axe.run({resultTypes: ['violations'], preload: false, iframes: false, runOnly: rules}).then(
    found => found.violations.map(rule => [rule.id, rule.nodes[0].html]))"""


def faults(tab: Page, rules: list[str] = TAGS) -> list[object]:
    """What is wrong with the open page: axe's findings, each with the first piece at fault, and its width."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(Axe().axe_script)  # read by the test, not by the page, whose policy runs no scripts
    wrong: list[object] = tab.evaluate(RUN, {"type": "rule" if rules is not TAGS else "tag", "values": rules})
    return wrong + ["wider than the window"] * too_wide(tab)


def too_wide(tab: Page) -> bool:
    """Whether the open page can be scrolled sideways."""
    return bool(tab.evaluate("document.documentElement.scrollWidth > innerWidth"))


def dress(tab: Page, look: Look) -> None:
    """Give the window a width and the system a mood."""
    tab.set_viewport_size({"width": look[0], "height": 844})
    tab.emulate_media(color_scheme=look[1], reduced_motion="reduce")  # type: ignore[arg-type]


def faults_in_every_look(tab: Page) -> list[object]:
    """What is wrong with the open page on a desk and a phone, by day and at night, all that folds unfolded.

    The page is loaded once: every rule is asked in the first look, and in the others those that a look can change.
    """
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    wrong = []
    for look, rules in zip(LOOKS, (TAGS, BY_COLOUR, BY_WIDTH, BY_COLOUR), strict=True):
        dress(tab, look)
        wrong += [(look, fault) for fault in faults(tab, rules)]
    return wrong
