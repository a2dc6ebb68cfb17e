"""Whether a request speaks of lines of the order and in words of the policy."""

from collections.abc import Iterator, Sequence

from returns.case import AskedLine, OrderLine
from returns.policy.compiled import CompiledPolicy
from returns.policy.problems import Problem
from returns.policy.vocabulary import Method, Resolution


def request_problems(
    asked: Sequence[AskedLine], lines: Sequence[OrderLine], policy: CompiledPolicy
) -> list[Problem]:
    """What is wrong with the asked lines, with pointers into a body of the form ``{"lines": [...]}``."""
    known = {line.id for line in lines}
    return [
        problem
        for index, one in enumerate(asked)
        for problem in _line_problems(one, known, policy, f"/lines/{index}")
    ]


def _line_problems(one: AskedLine, known: set[str], policy: CompiledPolicy, at: str) -> Iterator[Problem]:
    if one.id not in known:
        yield Problem(f"{at}/id", "unknown_line", "is not a line of this order")
    if one.quantity < 1:
        yield Problem(f"{at}/quantity", "out_of_range", "must be 1 or more")
    words = [
        ("reason", one.reason, policy.reasons),
        ("resolution", one.resolution, tuple(Resolution)),
        ("method", one.method, tuple(Method)),
    ]
    for key, word, vocabulary in words:
        if word is not None and word not in vocabulary:
            yield Problem(f"{at}/{key}", "unknown_word", f"{word!r} is not one of: {', '.join(vocabulary)}")
