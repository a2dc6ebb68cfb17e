from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.amounts import Priced, price, share_of, shipping_refund, within_paid
from returns.case import OrderLine
from returns.policy.compiled import compile_policy


def priced(share: int = 1000, fee: int = 0, **more: Any) -> Priced:
    settings = {"denied": False, "resolution": None, "restocking_percent": 0, "bonus_percent": 0} | more
    return Priced(share=share, fee=fee, **settings)


def fees(lines: list[Priced], waived: frozenset[str] = frozenset()) -> list[int]:
    return [amounts.fee for amounts in price(lines, waived)]


def test_a_share_is_of_price_less_discount_with_tax() -> None:
    line = OrderLine("L1", 2, 2500, discount=500, tax=360)
    assert share_of(line.paid, line, 1, 0) == 2430


@given(st.integers(0, 10**7), st.integers(1, 12), st.data())
def test_a_line_returned_piece_by_piece_pays_back_exactly_what_was_paid(
    paid: int, quantity: int, data: st.DataObject
) -> None:
    line = OrderLine("L1", quantity, 0, tax=paid)
    taken = shares = 0
    while taken < quantity:
        units = data.draw(st.integers(1, quantity - taken))
        shares += share_of(line.paid, line, units, taken)
        taken += units
    assert shares == paid


@given(
    st.integers(0, 1000),
    st.integers(1, 7),
    st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=30),
)
def test_cancelled_pieces_leave_the_rest_to_pay_what_is_left(
    paid: int, quantity: int, steps: list[tuple[bool, int]]
) -> None:
    line = OrderLine("L1", quantity, 0, tax=paid)
    live: list[int] = []
    for asks, which in steps:
        if asks and len(live) < quantity:
            live.append(share_of(line.paid, line, 1, len(live), sum(live)))
        elif not asks and live:
            live.pop(which % len(live))
        assert sum(live) <= paid
    while len(live) < quantity:
        live.append(share_of(line.paid, line, 1, len(live), sum(live)))
    assert sum(live) == paid


def test_a_line_that_cost_less_than_nothing_pays_nothing() -> None:
    line = OrderLine("L1", 1, 100, discount=300)
    assert share_of(line.paid, line, 1, 0) == 0


def test_the_highest_fee_is_charged_once_on_the_first_line_that_has_it() -> None:
    assert fees([priced(fee=100), priced(fee=495), priced(fee=495)]) == [0, 495, 0]


def test_a_denied_line_bears_no_fee_and_pays_nothing() -> None:
    lines = [priced(fee=495, denied=True), priced(fee=100)]
    assert fees(lines) == [0, 100]
    assert price(lines, frozenset())[0].refund == 0


@pytest.mark.parametrize(
    ("resolution", "fee"), [("exchange", 0), ("store_credit", 495), ("refund", 495), (None, 495)]
)
def test_a_fee_is_waived_by_resolution_and_none_counts_as_refund(resolution: str | None, fee: int) -> None:
    assert fees([priced(fee=495, resolution=resolution)], frozenset({"exchange"})) == [fee]


def test_a_refund_is_the_share_less_restocking_and_fee() -> None:
    [amounts] = price([priced(share=2430, fee=495, restocking_percent=15)], frozenset())
    assert amounts.as_json() == {
        "refund": 2430 - 364 - 495,
        "store_credit": 1571,
        "fee": 495,
        "restocking": 364,
    }


def test_store_credit_has_the_bonus_on_top_of_what_is_left() -> None:
    [amounts] = price([priced(share=2430, bonus_percent=10)], frozenset())
    assert amounts.store_credit == 2673


def test_store_credit_spares_a_fee_that_is_waived_for_it() -> None:
    [amounts] = price([priced(share=2430, fee=495, bonus_percent=10)], frozenset({"store_credit"}))
    assert (amounts.refund, amounts.store_credit) == (1935, 2673)


def test_a_fee_takes_no_more_than_there_is() -> None:
    [amounts] = price([priced(share=300, fee=495)], frozenset())
    assert (amounts.refund, amounts.store_credit, amounts.fee) == (0, 0, 300)


lines = st.builds(
    Priced,
    share=st.integers(0, 10**6),
    denied=st.booleans(),
    resolution=st.none() | st.sampled_from(["exchange", "store_credit", "refund"]),
    fee=st.integers(0, 2000),
    restocking_percent=st.sampled_from([0, 2.5, 33.33, 100]),
    bonus_percent=st.sampled_from([0, 12.5, 100]),
)


@given(st.lists(lines, max_size=6), st.frozensets(st.sampled_from(["exchange", "store_credit", "refund"])))
def test_no_line_pays_less_than_nothing_or_refunds_more_than_its_share(
    lines: list[Priced], waived: frozenset[str]
) -> None:
    for line, amounts in zip(lines, price(lines, waived), strict=True):
        assert 0 <= amounts.refund <= line.share
        assert amounts.store_credit >= amounts.refund
        assert amounts.refund + amounts.fee + amounts.restocking == (0 if line.denied else line.share)


@pytest.mark.parametrize(
    ("terms", "is_full", "refund"),
    [
        ({}, True, 0),
        ({"refund_shipping": "full_return"}, True, 540),
        ({"refund_shipping": "full_return"}, False, 0),
    ],
)
def test_shipping_is_paid_back_where_the_policy_says_so(
    terms: dict[str, str], is_full: bool, refund: int
) -> None:
    assert shipping_refund(compile_policy(terms), 540, is_full=is_full) == refund


@pytest.mark.parametrize(("refunded", "left"), [(0, 2430), (3000, 2000), (5000, 0), (6000, 0)])
def test_refunds_of_an_order_never_exceed_what_was_paid(refunded: int, left: int) -> None:
    assert within_paid(2430, paid=5000, refunded=refunded) == left
