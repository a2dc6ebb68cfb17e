import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.money import first_units, percent_of, split

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)
totals = st.integers(-(10**9), 10**9)


@given(totals, weights)
def test_shares_add_up_to_the_total(total: int, weights: list[int]) -> None:
    assert sum(split(total, weights)) == total


@given(totals, weights.filter(any))
def test_no_share_is_a_whole_unit_away_from_its_exact_part(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    shares = zip(split(total, weights), weights, strict=True)
    assert all(abs(share * whole - total * weight) < whole for share, weight in shares)


@given(st.integers(0, 10**9), weights.filter(any))
def test_a_greater_remainder_is_served_before_a_smaller(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    shares = split(total, weights)
    remainders = [total * weight % whole for weight in weights]
    rounded_up = [share > total * weight // whole for share, weight in zip(shares, weights, strict=True)]
    served = [rest for rest, up in zip(remainders, rounded_up, strict=True) if up]
    waiting = [rest for rest, up in zip(remainders, rounded_up, strict=True) if not up]
    assert not served or not waiting or min(served) >= max(waiting)


def test_equal_parts_give_the_odd_cents_to_the_first() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]


def test_weights_that_are_all_zero_share_equally() -> None:
    assert split(5, [0, 0]) == [3, 2]


def test_nothing_can_be_shared_among_nobody() -> None:
    assert split(0, []) == []


def test_an_amount_needs_somebody_to_take_it() -> None:
    with pytest.raises(ValueError, match="nobody"):
        split(1, [])


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split(1, [2, -1])


@given(st.integers(0, 10**9), st.integers(1, 50), st.data())
def test_the_first_units_get_what_a_split_gives_them(total: int, quantity: int, data: st.DataObject) -> None:
    units = data.draw(st.integers(0, quantity))
    assert first_units(total, quantity, units) == sum(split(total, [1] * quantity)[:units])


@pytest.mark.parametrize(
    ("amount", "percent", "part"),
    [(2430, 10, 243), (999, 15, 149), (999, 12.5, 124), (1, 99.99, 0), (700, 100, 700)],
)
def test_percentages_round_down(amount: int, percent: float, part: int) -> None:
    assert percent_of(amount, percent) == part
