"""Rules that can never decide anything, because earlier rules always stand before them."""

from dataclasses import dataclass

from returns.policy.compiled import CompiledPolicy, Fee, Rule
from returns.policy.implication import implies, never_holds


@dataclass(frozen=True, slots=True)
class DeadRule:
    """A rule that decides nothing; ``behind`` names the rules before it, and is empty when it can never match."""

    rule: str
    behind: tuple[str, ...]


def find_dead_rules(policy: CompiledPolicy) -> list[DeadRule]:
    """The rules proved to decide nothing whatever the facts; others may exist that only the facts rule out."""
    dead = []
    for index, rule in enumerate(policy.rules):
        if never_holds(rule.when):
            dead.append(DeadRule(rule.name, ()))
        elif behind := _standing_before(rule, policy.rules[:index]):
            dead.append(DeadRule(rule.name, behind))
    return dead


def _standing_before(rule: Rule, earlier: tuple[Rule, ...]) -> tuple[str, ...]:
    """The earlier rules that decide all this rule sets, or nothing when some term is left for it."""
    wider: list[Rule] = []
    for term in sorted(rule.sets):
        found = next(
            (other for other in earlier if _decides(other, rule, term) and implies(rule.when, other.when)),
            None,
        )
        if found is None:
            return ()
        wider.append(found)
    return tuple(other.name for other in earlier if other in wider)


def _decides(earlier: Rule, later: Rule, term: str) -> bool:
    if term == "fee":
        return earlier.fee is not None and later.fee is not None and _covers(earlier.fee, later.fee)
    return term in earlier.sets


def _covers(earlier: Fee, later: Fee) -> bool:
    """Whether the earlier fee speaks of every currency that the later one speaks of."""
    if earlier.amount == 0:
        return True
    at_home = later.amount is None or (earlier.amount is not None and later.amount != 0)
    return at_home and later.by_currency.keys() <= earlier.by_currency.keys()
