"""Sums are exact, and a later fact cannot touch an earlier answer."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eta_model.ledger import DatedSums

FACT = st.tuples(st.integers(0, 4), st.integers(0, 60), st.integers(-(10**12), 10**12))


def asked(facts: list[tuple[int, int, int]], key: int, first: int, end: int) -> int:
    table = np.array(facts, dtype=np.int64).reshape(-1, 3)
    sums = DatedSums(table[:, 0], table[:, 1], table[:, 2:])
    return int(sums.between(np.array([key]), np.array([first]), np.array([end]))[0, 0])


@given(st.lists(FACT), st.integers(0, 4), st.integers(0, 60), st.integers(0, 60))
def test_a_window_s_sum_is_that_of_its_facts(
    facts: list[tuple[int, int, int]], key: int, first: int, length: int
) -> None:
    inside = [value for k, day, value in facts if k == key and first <= day < first + length]
    assert asked(facts, key, first, first + length) == sum(inside)


@given(st.lists(FACT), st.lists(FACT), st.integers(0, 4), st.integers(1, 60))
def test_facts_from_the_end_on_change_nothing(
    facts: list[tuple[int, int, int]], others: list[tuple[int, int, int]], key: int, end: int
) -> None:
    later = [(k, day + end, value) for k, day, value in others]
    assert asked(facts + later, key, 0, end) == asked(facts, key, 0, end)
