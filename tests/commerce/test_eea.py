"""Which countries lie in the European Economic Area."""

import pytest

from commerce.eea import FREE_TRADERS, MEMBERS, TERRITORIES, in_eea
from commerce.iso import COUNTRIES


def test_there_are_27_members_and_three_more_states_all_with_known_codes() -> None:
    assert (len(MEMBERS), len(FREE_TRADERS)) == (27, 3)
    assert MEMBERS | FREE_TRADERS | TERRITORIES.keys() <= COUNTRIES
    assert set(TERRITORIES.values()) <= MEMBERS


@pytest.mark.parametrize("country", ["DE", "IE", "HR", "IS", "LI", "NO", "AX", "RE"])
def test_it_holds(country: str) -> None:
    assert in_eea(country)


@pytest.mark.parametrize("country", ["GB", "CH", "US", "TR", "UA", "GL", "SJ", "XK", "", None])
def test_it_does_not_hold(country: str | None) -> None:
    assert not in_eea(country)
