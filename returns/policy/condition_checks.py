"""Checks of a rule's conditions: known facts, operators that suit them, values of the right kind."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from returns.policy.checks import is_number, is_whole
from returns.policy.patterns import LONGEST_PATTERN, MOST_STARS, is_slow
from returns.policy.problems import Problem, below
from returns.policy.vocabulary import CLOSED_FACTS, FACTS, OPERATORS, Kind

DEEPEST = 10
MOST_TESTS = 200
MOST_VALUES = 1000

_LISTED = frozenset({"in", "not_in", "contains_any"})
_TEXT_OPERATORS = frozenset({"contains", "not_contains", "starts_with", "contains_any", "matches"})
_WHOLE_WORD_OPERATORS = frozenset({"eq", "ne", "in", "not_in"})


def check_when(node: object, at: str) -> Iterator[Problem]:
    """Check a rule's whole condition."""
    if _is_too_large(node):
        yield Problem(
            at, "too_large", f"has more than {MOST_TESTS} tests, or nests them more than {DEEPEST} deep"
        )
    else:
        yield from _check_condition(node, at)


def _is_too_large(node: object) -> bool:
    """Whether the tests are too many: aliases in YAML make a short text mean billions, or a ring."""
    waiting: list[tuple[object, int]] = [(node, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > 2 * MOST_TESTS or depth > DEEPEST:
            return True
        if isinstance(node, Mapping):
            members = [member for word in ("all", "any") for member in _members(node.get(word))]
            waiting += [
                (member, depth + 1) for member in (*members, *([node["not"]] if "not" in node else []))
            ]
    return False


def _members(value: object) -> list[object]:
    return value[: 2 * MOST_TESTS + 1] if isinstance(value, list) else []


def _check_condition(node: object, at: str) -> Iterator[Problem]:
    if not isinstance(node, Mapping):
        yield Problem(at, "wrong_type", "must be a test or one of all, any, not")
    elif "fact" in node or not ({"all", "any", "not"} & node.keys()):
        yield from _check_test(node, at)
    elif len(node) != 1:
        yield Problem(at, "ambiguous", "has more than one of all, any, not; nest them instead")
    elif "not" in node:
        yield from _check_condition(node["not"], below(at, "not"))
    else:
        [(word, members)] = node.items()
        yield from _check_members(members, below(at, word))


def _check_members(members: object, at: str) -> Iterator[Problem]:
    if not isinstance(members, list):
        yield Problem(at, "wrong_type", "must be a list of conditions")
    elif not members:
        yield Problem(at, "empty", "must have one condition at least")
    else:
        for index, member in enumerate(members):
            yield from _check_condition(member, below(at, index))


def _check_test(test: Mapping[object, object], at: str) -> Iterator[Problem]:
    for key in test.keys() - {"fact", "op", "value"}:
        yield Problem(below(at, key), "unknown_key", "is not one of: fact, op, value")
    kind = FACTS.get(str(test.get("fact")))
    kinds = OPERATORS.get(str(test.get("op")))
    yield from _check_fact(test, at, kind)
    yield from _check_operator(test, at, kind, kinds)
    if kind is None or kinds is None or kind not in kinds:
        return
    if "value" in test:
        yield from _check_value(str(test["fact"]), kind, str(test["op"]), test["value"], below(at, "value"))
    elif test["op"] != "exists":
        yield Problem(below(at, "value"), "required", "is missing")


def _check_fact(test: Mapping[object, object], at: str, kind: Kind | None) -> Iterator[Problem]:
    if "fact" not in test:
        yield Problem(below(at, "fact"), "required", "is missing")
    elif kind is None:
        yield Problem(below(at, "fact"), "unknown_fact", f"there is no fact {test['fact']!r}")


def _check_operator(
    test: Mapping[object, object], at: str, kind: Kind | None, kinds: frozenset[Kind] | None
) -> Iterator[Problem]:
    if "op" not in test:
        yield Problem(below(at, "op"), "required", "is missing")
    elif kinds is None:
        yield Problem(
            below(at, "op"), "unknown_operator", f"{test['op']!r} is not one of: {', '.join(OPERATORS)}"
        )
    elif kind is not None and kind not in kinds:
        suitable = ", ".join(name for name, kinds in OPERATORS.items() if kind in kinds)
        message = f"cannot be asked of {test['fact']}, a {kind}; use one of: {suitable}"
        yield Problem(below(at, "op"), "unsuitable_operator", message)


def _check_value(fact: str, kind: Kind, op: str, value: object, at: str) -> Iterator[Problem]:
    if op == "exists":
        yield from _check_scalar(Kind.FLAG, value, at)
    elif op == "between":
        yield from _check_ends(kind, value, at)
    elif op in _LISTED:
        yield from _check_list(fact, kind, op, value, at)
    else:
        yield from _check_single(fact, kind, op, value, at)


def _check_list(fact: str, kind: Kind, op: str, value: object, at: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(at, "wrong_type", f"must be a list, as {op} takes several values")
    elif not value:
        yield Problem(at, "empty", "must not be empty")
    elif len(value) > MOST_VALUES:
        yield Problem(at, "too_long", f"must have {MOST_VALUES} values at most")
    else:
        for index, member in enumerate(value):
            yield from _check_single(fact, kind, op, member, below(at, index))


def _check_single(fact: str, kind: Kind, op: str, value: object, at: str) -> Iterator[Problem]:
    wanted = Kind.TEXT if op in _TEXT_OPERATORS else kind
    problems = list(_check_scalar(wanted, value, at))
    yield from problems
    if problems:
        return
    if op in _TEXT_OPERATORS and value == "":
        yield Problem(at, "empty", "must not be empty, as every text contains it")
    elif op == "matches" and is_slow(str(value)):
        limits = f"{MOST_STARS} stars and {LONGEST_PATTERN} characters"
        yield Problem(at, "slow_pattern", f"might take long to match; a pattern may have {limits} at most")
    elif fact in CLOSED_FACTS and op in _WHOLE_WORD_OPERATORS and value not in CLOSED_FACTS[fact]:
        yield Problem(at, "unknown_word", f"{value!r} is not one of: {', '.join(CLOSED_FACTS[fact])}")


def _check_ends(kind: Kind, value: object, at: str) -> Iterator[Problem]:
    if not isinstance(value, list) or len(value) != 2:
        yield Problem(at, "wrong_type", "must be a list of two values, the lower end first")
        return
    problems = [
        problem for index in (0, 1) for problem in _check_scalar(kind, value[index], below(at, index))
    ]
    yield from problems
    if not problems and as_fact(value[0]) > as_fact(value[1]):  # type: ignore[operator]
        yield Problem(at, "wrong_ends", "has its lower end above its upper end, so nothing lies between")


def _check_scalar(kind: Kind, value: object, at: str) -> Iterator[Problem]:
    if not _IS_OF_KIND[kind](value):
        yield Problem(at, "wrong_type", _WANTED[kind])


def as_fact(value: object) -> object:
    """A value as facts hold it: dates, which YAML makes objects of, are ISO texts."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _is_date(value: object) -> bool:
    if isinstance(value, dt.datetime):
        return False
    if isinstance(value, dt.date):
        return True
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_IS_OF_KIND: dict[Kind, Callable[[object], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.DATE: _is_date,
    Kind.INTEGER: is_whole,
    Kind.NUMBER: is_number,
    Kind.FLAG: lambda value: isinstance(value, bool),
}
_WANTED = {
    Kind.TEXT: "must be text; put numbers and dates in quotes",
    Kind.DATE: "must be a date such as 2026-12-24",
    Kind.INTEGER: "must be a whole number; amounts are in minor units",
    Kind.NUMBER: "must be a number",
    Kind.FLAG: "must be true or false",
}
