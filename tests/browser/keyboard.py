"""Going through a page by keyboard alone."""

from playwright.sync_api import Locator, Page, expect


def go_to(tab: Page, role: str, name: str) -> None:
    """Press Tab until the thing has the focus."""
    tab_to(tab, tab.get_by_role(role, name=name).first)  # type: ignore[arg-type]


def open_part(tab: Page, name: str) -> None:
    """Open what is folded away."""
    tab_to(tab, tab.locator("summary", has_text=name))
    tab.keyboard.press("Enter")


def tab_to(tab: Page, wanted: Locator) -> None:
    expect(wanted).to_be_visible()
    found = wanted.element_handle()
    for _ in range(120):
        if found.evaluate("element => element === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {wanted}")


def press(tab: Page, role: str, name: str) -> None:
    go_to(tab, role, name)
    tab.keyboard.press("Enter")


def write(tab: Page, name: str, text: str) -> None:
    """Type into a field in place of what it holds."""
    go_to(tab, "textbox", name)
    tab.keyboard.press("Control+A")
    tab.keyboard.type(text)
