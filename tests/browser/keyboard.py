"""Going through a page by keyboard alone."""

from playwright.sync_api import Page, expect


def go_to(tab: Page, role: str, name: str) -> None:
    """Press Tab until the thing has the focus."""
    wanted = tab.get_by_role(role, name=name).first  # type: ignore[arg-type]
    expect(wanted).to_be_visible()
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def press(tab: Page, role: str, name: str) -> None:
    go_to(tab, role, name)
    tab.keyboard.press("Enter")


def write(tab: Page, name: str, text: str) -> None:
    """Type into a field in place of what it holds."""
    go_to(tab, "textbox", name)
    tab.keyboard.press("Control+A")
    tab.keyboard.type(text)
