"""What a form says that was sent without a script, its boxes ticked or not."""

import pytest

from portal.shopper.preferences.offers import Group
from portal.shopper.preferences.reading import said

ALL_ON = Group("g", {"a": True, "b": True})
SOME_ON = Group("g", {"a": True, "b": False})
ALL_OFF = Group("g", {"a": False, "b": False})


def shown(group: Group, names: str = "gab") -> dict[str, bool]:
    """Those of its boxes as the page showed them."""
    return {name: on for name, on in {group.name: group.on, **group.kinds}.items() if name in names}


@pytest.mark.parametrize(
    ("before", "ticked", "choices"),
    [
        (ALL_ON, "gab", []),
        (ALL_ON, "ab", [("g", False)]),
        (ALL_ON, "ga", [("b", False)]),
        (ALL_ON, "g", [("a", False), ("b", False)]),
        (ALL_ON, "a", [("g", False)]),
        (SOME_ON, "ga", []),
        (SOME_ON, "gab", [("b", True)]),
        (SOME_ON, "a", [("g", False)]),
        (SOME_ON, "ab", [("g", False), ("b", True)]),
        (ALL_OFF, "", []),
        (ALL_OFF, "g", [("g", True)]),
        (ALL_OFF, "b", [("b", True)]),
        (ALL_OFF, "gb", [("b", True)]),
    ],
)
def test_a_groups_box_speaks_for_the_kinds_that_were_left_as_they_were(
    before: Group, ticked: str, choices: list[tuple[str, bool]]
) -> None:
    assert said(before, shown(before), set(ticked)) == choices


@pytest.mark.parametrize(("names", "choices"), [("", []), ("g", [("g", False)]), ("b", [("b", False)])])
def test_what_was_not_shown_stays_as_it_was(names: str, choices: list[tuple[str, bool]]) -> None:
    assert said(ALL_ON, shown(ALL_ON, names), set()) == choices


@pytest.mark.parametrize(("ticked", "choices"), [("gab", []), ("ga", [("b", False)]), ("ab", [("g", False)])])
@pytest.mark.parametrize("now", [ALL_ON, SOME_ON, ALL_OFF])
def test_what_was_changed_is_told_from_what_the_page_showed_whatever_holds_now(
    now: Group, ticked: str, choices: list[tuple[str, bool]]
) -> None:
    assert said(now, shown(ALL_ON), set(ticked)) == choices
