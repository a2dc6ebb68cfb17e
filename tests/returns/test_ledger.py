"""A line's counts: what is returnable of them, and which cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.ledger import LedgerError, LineLedger, returnable, unsent


def test_only_shipped_units_are_returnable() -> None:
    assert returnable(LineLedger(ordered=5, shipped=3)) == 3


@pytest.mark.parametrize(
    ("ledger", "left"),
    [
        (LineLedger(ordered=3, shipped=3, in_open_returns=1), 2),
        (LineLedger(ordered=3, shipped=3, received=1), 2),
        (LineLedger(ordered=3, shipped=3, written_off=1), 2),
        (LineLedger(ordered=3, shipped=3, in_open_returns=1, received=1, written_off=1), 0),
    ],
)
def test_a_unit_that_is_taken_is_not_returnable_again(ledger: LineLedger, left: int) -> None:
    assert returnable(ledger) == left


def test_a_unit_called_off_leaves_those_that_were_sent_returnable() -> None:
    ledger = LineLedger(ordered=3, shipped=2, written_off=1, cancelled=1)
    assert (returnable(ledger), unsent(ledger)) == (1, 1)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"ordered": 1, "shipped": 2}, "no more units can ship"),
        ({"ordered": 2, "shipped": 1, "delivered": 2}, "no more units can be delivered"),
        ({"ordered": 1, "shipped": 1, "in_open_returns": 2}, "twice"),
        ({"ordered": 1, "in_open_returns": 1}, "without having been shipped"),
        ({"ordered": 1, "shipped": 1, "cancelled": 1}, "written off"),
        ({"ordered": 1, "shipped": 1, "received": -1}, "negative"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(counts: dict[str, int], why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        LineLedger(**counts)


@given(st.lists(st.integers(-1, 6), min_size=7, max_size=7))
def test_whatever_stands_leaves_no_more_units_than_were_shipped(counts: list[int]) -> None:
    try:
        ledger = LineLedger(*counts)
    except LedgerError:
        return
    assert 0 <= returnable(ledger) <= ledger.shipped
    assert returnable(ledger) + unsent(ledger) + ledger.taken == ledger.ordered
