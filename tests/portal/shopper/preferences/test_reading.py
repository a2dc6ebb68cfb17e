"""What a form says that was sent without a script, its boxes ticked or not."""

import pytest

from portal.shopper.preferences.offers import Group
from portal.shopper.preferences.reading import said

ALL_ON = Group("g", {"a": True, "b": True})
SOME_ON = Group("g", {"a": True, "b": False})
ALL_OFF = Group("g", {"a": False, "b": False})
SHOWN = {"g", "a", "b"}


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
    assert said(before, SHOWN, set(ticked)) == choices


@pytest.mark.parametrize(("shown", "choices"), [("", []), ("g", [("g", False)]), ("b", [("b", False)])])
def test_what_was_not_shown_stays_as_it_was(shown: str, choices: list[tuple[str, bool]]) -> None:
    assert said(ALL_ON, set(shown), set()) == choices
