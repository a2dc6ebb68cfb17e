"""What the form's fields say, and how they are carried on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shopper.returning.choices import Choice, Step, read, written
from returns.case import AskedLine

FULL = Choice("L1", 2, "too_small", "exchange", "TEE-L", "label")

answers = st.none() | st.text(min_size=1, max_size=9)
choices = st.builds(Choice, st.text(max_size=9), st.integers(1, 999_999), answers, answers, answers, answers)


@given(st.lists(choices, max_size=4, unique_by=lambda choice: choice.line))
def test_what_is_written_is_read_again(chosen: list[Choice]) -> None:
    assert read(dict(written(chosen)), [choice.line for choice in chosen]) == tuple(chosen)


@pytest.mark.parametrize("units", ["", "0", "-1", "1.5", "two", "２", "9999999", "1e3"])
def test_a_line_without_a_plain_number_of_units_is_not_chosen(units: str) -> None:
    assert read({"units.L1": units, "why.L1": "other"}, ["L1"]) == ()


def test_lines_that_the_order_lacks_are_passed_over() -> None:
    assert read({"units.L9": "1"}, ["L1"]) == ()


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (Step.WHY, AskedLine("L1", 2)),
        (Step.WHAT, AskedLine("L1", 2, "too_small")),
        (Step.HOW, AskedLine("L1", 2, "too_small", "exchange")),
        (None, AskedLine("L1", 2, "too_small", "exchange", "label")),
    ],
)
def test_the_policy_is_asked_with_the_answers_given_before_a_step(
    before: Step | None, asked: AskedLine
) -> None:
    assert FULL.asked(before) == asked


def test_a_step_asks_its_own_fields_itself() -> None:
    carried = dict(written([FULL], without=Step.WHAT))
    assert carried == {"units.L1": "2", "why.L1": "too_small", "how.L1": "label"}
