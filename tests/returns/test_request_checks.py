import pytest

from returns.case import AskedLine
from returns.policy.compiled import compile_policy
from returns.request_checks import request_problems
from tests.returns.made_up import MUG, TEE

POLICY = compile_policy({"reasons": ["damaged"]})


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        (AskedLine("L9", 1), "/lines/1/id", "unknown_line"),
        (AskedLine("L1", 0), "/lines/1/quantity", "out_of_range"),
        (AskedLine("L1", -2), "/lines/1/quantity", "out_of_range"),
        (AskedLine("L1", 1, reason="bored"), "/lines/1/reason", "unknown_word"),
        (AskedLine("L1", 1, resolution="cash"), "/lines/1/resolution", "unknown_word"),
        (AskedLine("L1", 1, method="pigeon"), "/lines/1/method", "unknown_word"),
    ],
)
def test_a_word_or_line_that_is_not_known_is_named(asked: AskedLine, pointer: str, code: str) -> None:
    problems = request_problems([AskedLine("L2", 1), asked], [TEE, MUG], POLICY)
    assert [(problem.pointer, problem.code) for problem in problems] == [(pointer, code)]


def test_a_request_in_known_words_is_right() -> None:
    assert request_problems([AskedLine("L1", 2, "damaged", "refund", "label")], [TEE, MUG], POLICY) == []
