"""Changes of a policy as the log keeps them, in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.console.policy.describing import Difference, differences
from portal.console.policy.sentences import Sayer
from returns.policy.comparison import Change, what_happened

PLACE, RULE = "place of rule ", "rule "
VERSION = "version"


def recorded(sayer: Sayer, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What the sides of a log entry say, as `returns.policy.comparison.as_facts` made them.

    Only what changed is kept there, so nothing is told of what stayed as it was.
    """
    names = {**before, **after}.keys() - {VERSION}
    changes = sorted((change(name, before.get(name), after.get(name)) for name in names), key=order)
    told = differences(sayer, terms(before), terms(after), changes)
    return [one if one.what == "moved" else replace(one, stayed=[]) for one in told]


def change(about: str, before: Any, after: Any) -> Change:
    """The change that an entry keeps under a key."""
    for prefix in (PLACE, RULE):
        if about.startswith(prefix):
            what = "moved" if prefix == PLACE else what_happened(before, after)
            return Change(what, about.removeprefix(prefix), before, after, is_rule=True)
    return Change(what_happened(before, after), about, before, after)


def order(change: Change) -> tuple[bool, str]:
    """Terms before rules, as everywhere."""
    return change.is_rule, change.name


def terms(side: Mapping[str, Any]) -> dict[str, Any]:
    """The base terms of a side."""
    return {
        name: told for name, told in side.items() if name != VERSION and not name.startswith((PLACE, RULE))
    }
