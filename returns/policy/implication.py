"""Whether one condition can only hold where another holds. Sound, not complete: True is proved, False is not known."""

from returns.policy.conditions import All, AnyOf, Condition, Not, Test
from returns.policy.vocabulary import FACTS, Kind

_OPPOSITES = {"eq": "ne", "in": "not_in", "contains": "not_contains"}
_OPPOSITES |= {negative: positive for positive, negative in _OPPOSITES.items()}
_NEGATIVE = frozenset({"ne", "not_in", "not_contains"})
_RANGES = frozenset({"lt", "lte", "gt", "gte", "between"})


def implies(one: Condition, other: Condition) -> bool:
    """Whether ``other`` is proved to hold wherever ``one`` does, absent facts included."""
    return _Prover().implies(_normal(one), _normal(other))


def never_holds(condition: Condition) -> bool:
    """Whether it is proved that no facts make the condition hold."""
    return _is_impossible(_normal(condition), _Prover())


class _Prover:
    """Remembers which pairs it has looked at, so that nested conditions stay cheap."""

    def __init__(self) -> None:
        # The conditions are kept beside the answer, as an identity is only good while its object lives.
        self._known: dict[tuple[int, int], tuple[bool, Condition, Condition]] = {}

    def implies(self, one: Condition, other: Condition) -> bool:
        pair = (id(one), id(other))
        if pair not in self._known:
            self._known[pair] = (self._prove(one, other), one, other)
        return self._known[pair][0]

    def _prove(self, one: Condition, other: Condition) -> bool:
        if isinstance(other, All):
            return all(self.implies(one, part) for part in other.parts)
        if isinstance(one, AnyOf):
            return all(self.implies(part, other) for part in one.parts)
        if isinstance(other, AnyOf) and any(self.implies(one, part) for part in other.parts):
            return True
        if isinstance(one, All):
            return any(self.implies(part, other) for part in one.parts)
        return _leaf_implies(one, other)


def _normal(condition: Condition, negated: bool = False) -> Condition:
    """The condition with every ``not`` pushed down to a single test, and gone where the test has an opposite."""
    match condition:
        case Not():
            return _normal(condition.part, not negated)
        case All():
            parts = tuple(_normal(part, negated) for part in condition.parts)
            return AnyOf(parts) if negated else All(parts)
        case AnyOf():
            parts = tuple(_normal(part, negated) for part in condition.parts)
            return All(parts) if negated else AnyOf(parts)
        case Test():
            return _negation(condition) if negated else condition


def _negation(test: Test) -> Condition:
    def holds(facts: object) -> bool:
        return not test.holds(facts)  # type: ignore[arg-type]

    if test.op in _OPPOSITES:
        return Test(test.fact, _OPPOSITES[test.op], test.value, holds)
    if test.op == "exists":
        return Test(test.fact, "exists", not test.value, holds)
    return Not(test)


def _leaf_implies(one: Condition, other: Condition) -> bool:
    match one, other:
        case Test(), Test():
            return one.fact == other.fact and _test_implies(one, other)
        case Test(), Not(part=Test() as refused):
            return one.fact == refused.fact and _excludes(one, refused)
        case Not(part=Test() as first), Not(part=Test() as second):
            return first.fact == second.fact and _test_implies(second, first)
    return False


def _test_implies(one: Test, other: Test) -> bool:
    if (one.op, one.value) == (other.op, other.value):
        return True
    if (values := _possible(one)) is not None:
        return all(other.holds({one.fact: value}) for value in values)
    if other.op == "exists":
        return other.value is True and one.op not in _NEGATIVE
    if one.op in _RANGES:
        return _range_implies(one, other)
    if one.op in _NEGATIVE:
        return _negative_implies(one, other)
    return _text_implies(one, other)


def _possible(test: Test) -> list[object] | None:
    """The only values of the fact that pass the test, where they can be listed; None is an absent fact."""
    if test.op == "eq":
        return [test.value]
    if test.op == "in":
        return list(test.value)
    return [None] if test.op == "exists" and not test.value else None


def _range_implies(one: Test, other: Test) -> bool:
    if other.op in _RANGES:
        low, high = _ends(one)
        other_low, other_high = _ends(other)
        return _no_lower(low, other_low) and _no_higher(high, other_high)
    if other.op in ("ne", "not_in"):
        refused = other.value if other.op == "not_in" else [other.value]
        return not any(one.holds({one.fact: value}) for value in refused)
    return False


_End = tuple[object, bool] | None
"""An end of a range and whether it belongs to it; None where the range has no such end."""


def _ends(test: Test) -> tuple[_End, _End]:
    if test.op == "between":
        return (test.value[0], True), (test.value[1], True)
    end = (test.value, test.op in ("lte", "gte"))
    return (end, None) if test.op in ("gt", "gte") else (None, end)


def _no_lower(end: _End, than: _End) -> bool:
    if than is None or end is None:
        return than is None
    return end[0] > than[0] or (end[0] == than[0] and end[1] <= than[1])  # type: ignore[operator]


def _no_higher(end: _End, than: _End) -> bool:
    if than is None or end is None:
        return than is None
    return end[0] < than[0] or (end[0] == than[0] and end[1] <= than[1])  # type: ignore[operator]


def _negative_implies(one: Test, other: Test) -> bool:
    if one.op == "not_contains":
        return other.op == "not_contains" and _part_of(one.value, other.value, FACTS[one.fact])
    if other.op not in ("ne", "not_in"):
        return False
    refused, also = ((test.value if test.op == "not_in" else [test.value]) for test in (one, other))
    return all(value in refused for value in also)


def _text_implies(one: Test, other: Test) -> bool:
    kind = FACTS[one.fact]
    if one.op == "starts_with":
        if other.op == "starts_with":
            return bool(one.value.startswith(other.value))
        return kind is Kind.TEXT and _is_contained(other, one.value, kind)
    if one.op in ("contains", "contains_any"):
        found = [one.value] if one.op == "contains" else one.value
        return all(_is_contained(other, value, kind) for value in found)
    return False


def _is_contained(test: Test, found: str, kind: Kind) -> bool:
    """Whether a fact that contains ``found`` passes the test."""
    if test.op not in ("contains", "contains_any"):
        return False
    wanted = [test.value] if test.op == "contains" else test.value
    return any(_part_of(value, found, kind) for value in wanted)


def _part_of(part: str, whole: str, kind: Kind) -> bool:
    return part in whole if kind is Kind.TEXT else part == whole


def _excludes(one: Test, refused: Test) -> bool:
    """Whether passing ``one`` means failing ``refused``."""
    if (values := _possible(one)) is not None:
        return not any(refused.holds({one.fact: value}) for value in values)
    if one.op not in _RANGES or refused.op not in _RANGES:
        return False
    (low, high), (other_low, other_high) = _ends(one), _ends(refused)
    return _before(high, other_low) or _before(other_high, low)


def _before(high: _End, low: _End) -> bool:
    if high is None or low is None:
        return False
    return high[0] < low[0] or (high[0] == low[0] and not (high[1] and low[1]))  # type: ignore[operator]


def _is_impossible(condition: Condition, prover: _Prover) -> bool:
    match condition:
        case AnyOf():
            return all(_is_impossible(part, prover) for part in condition.parts)
        case All():
            parts = condition.parts
            return any(_is_impossible(part, prover) for part in parts) or any(
                prover.implies(one, _normal(other, negated=True)) for one in parts for other in parts
            )
    return False
