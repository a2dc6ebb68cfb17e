"""What one policy says otherwise than another, term by term and rule by rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

What = Literal["added", "removed", "changed", "moved"]
Rules = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a base term, or a rule where `is_rule`, by the name it has now or had last.

    A rule that only stands elsewhere is `moved`; its `before` and `after` are its places from 1.
    """

    what: What
    name: str
    before: Any = None
    after: Any = None
    is_rule: bool = False


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The differences, base terms first. Rules are told apart by name, a renamed one by what it says."""
    terms = [name for name in {**before, **after} if name != "rules"]
    changes = [
        Change(what_happened(before.get(name), after.get(name)), name, before.get(name), after.get(name))
        for name in terms
        if before.get(name) != after.get(name)
    ]
    return [*changes, *_rules(before.get("rules", ()), after.get("rules", ()))]


def what_happened(before: Any, after: Any) -> What:
    """Whether a term came, went or changed."""
    return "added" if before is None else "removed" if after is None else "changed"


def as_facts(changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """Both sides of each change by what it is about, as audit entries hold them."""
    sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    for change in changes:
        about = f"rule {change.name}" if change.is_rule else change.name
        if change.what == "moved":
            about = f"place of {about}"
        sides["before"] |= {about: change.before} if change.before is not None else {}
        sides["after"] |= {about: change.after} if change.after is not None else {}
    return sides


def same_rule(rules: Rules, wanted: Mapping[str, Any]) -> int | None:
    """Where a rule of another state of the policy stands now: by its name, else by what it says."""
    for index, rule in enumerate(rules):
        if rule["name"] == wanted["name"]:
            return index
    for index, rule in enumerate(rules):
        if _says(rule) == _says(wanted):
            return index
    return None


def _says(rule: Mapping[str, Any]) -> tuple[Any, Any]:
    return rule.get("when"), rule["then"]


def _rules(before: Rules, after: Rules) -> Iterator[Change]:
    partner = _partners(before, after)
    for old, rule in enumerate(before):
        if old not in partner.values():
            yield Change("removed", rule["name"], before=rule, is_rule=True)
    stayed = _stayed([partner[new] for new in sorted(partner)])
    for new, rule in enumerate(after):
        earlier = partner.get(new)
        if earlier is None:
            yield Change("added", rule["name"], after=rule, is_rule=True)
            continue
        if before[earlier] != rule:
            yield Change("changed", rule["name"], before[earlier], rule, is_rule=True)
        if earlier not in stayed:
            yield Change("moved", rule["name"], earlier + 1, new + 1, is_rule=True)


def _partners(before: Rules, after: Rules) -> dict[int, int]:
    """The place that each rule had before, by its place now."""
    names = {rule["name"]: index for index, rule in enumerate(before)}
    partner = {new: names[rule["name"]] for new, rule in enumerate(after) if rule["name"] in names}
    left = [old for old in range(len(before)) if old not in partner.values()]
    for new, rule in enumerate(after):
        if new not in partner:
            old = next((old for old in left if _says(before[old]) == _says(rule)), None)
            if old is not None:
                partner[new] = old
                left.remove(old)
    return partner


def _stayed(places: Sequence[int]) -> set[int]:
    """Those of the former places that still follow each other in their order."""
    ordered = sorted(places)
    blocks = SequenceMatcher(None, ordered, places, autojunk=False).get_matching_blocks()
    return {ordered[at] for block in blocks for at in range(block.a, block.a + block.size)}
