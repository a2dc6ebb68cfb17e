import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.ledger import LedgerError, LineLedger, returnable, unsent

STEPS = ["ask", "release", "receive", "accept", "reject", "refund", "exchange", "write_off", "call_off"]


def test_only_shipped_units_are_returnable() -> None:
    assert returnable(LineLedger(ordered=5, shipped=3)) == 3


@pytest.mark.parametrize(
    ("ledger", "left"),
    [
        (LineLedger(ordered=3, shipped=3, in_open_returns=1), 2),
        (LineLedger(ordered=3, shipped=3, received=1), 2),
        (LineLedger(ordered=3, shipped=3, received=2, accepted=1, rejected=1, refunded=1), 1),
        (LineLedger(ordered=3, shipped=3, written_off=1, refunded=1), 2),
        (LineLedger(ordered=3, shipped=3, in_open_returns=1, received=1, exchanged=1, written_off=1), 0),
    ],
)
def test_a_unit_that_is_taken_is_not_returnable_again(ledger: LineLedger, left: int) -> None:
    assert returnable(ledger) == left


def test_a_received_unit_stays_taken_through_refund_and_acceptance() -> None:
    ledger = LineLedger(ordered=2, shipped=2).ask(1).receive(1).accept(1).refund(1)
    assert returnable(ledger) == 1


def test_a_cancelled_return_frees_its_units() -> None:
    assert returnable(LineLedger(ordered=1, shipped=1).ask(1).release(1)) == 1


def test_the_missing_unit_of_a_short_receipt_is_not_returnable() -> None:
    assert returnable(LineLedger(ordered=3, shipped=3).ask(3).receive(2)) == 0


def test_a_missing_unit_that_is_given_up_never_becomes_returnable() -> None:
    ledger = LineLedger(ordered=2, shipped=2).ask(2).receive(1).write_off(1, from_open_returns=True)
    assert (returnable(ledger), ledger.in_open_returns) == (0, 0)


def test_a_unit_refunded_outside_a_return_is_written_off() -> None:
    assert returnable(LineLedger(ordered=2, shipped=2).write_off(1).refund(1)) == 1


def test_a_unit_called_off_leaves_those_that_were_sent_returnable() -> None:
    ledger = LineLedger(ordered=3, shipped=1).call_off(1)
    assert (returnable(ledger), unsent(ledger), ledger.cancelled) == (1, 1, 1)


def test_no_more_units_are_called_off_than_were_not_sent() -> None:
    with pytest.raises(LedgerError, match="no more units can ship"):
        LineLedger(ordered=2, shipped=1).call_off(2)


@pytest.mark.parametrize("units", [0, -1])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_moves_one_unit_at_least(step: str, units: int) -> None:
    with pytest.raises(LedgerError):
        getattr(LineLedger(ordered=9, shipped=9, in_open_returns=3, received=3), step)(units)


def test_the_last_unit_cannot_be_asked_for_twice() -> None:
    with pytest.raises(LedgerError, match="twice"):
        LineLedger(ordered=1, shipped=1).ask(1).ask(1)


def test_a_rejected_unit_is_not_refunded() -> None:
    with pytest.raises(LedgerError, match="rejected"):
        LineLedger(ordered=1, shipped=1).ask(1).receive(1).reject(1).refund(1)


steps_taken = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 3)), max_size=40)


@given(st.integers(0, 6), steps_taken)
def test_no_sequence_of_steps_pays_a_unit_twice(shipped: int, steps: list[tuple[str, int]]) -> None:
    ledger = LineLedger(ordered=6, shipped=shipped)
    for step, units in steps:
        before = ledger
        try:
            ledger = getattr(ledger, step)(units)
        except LedgerError:
            assert ledger == before
    assert 0 <= returnable(ledger) <= shipped
    assert ledger.refunded + ledger.exchanged + ledger.rejected <= ledger.shipped
