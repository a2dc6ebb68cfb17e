"""What a sent form says: each box of it belongs to a group or to one kind of it."""

from collections.abc import Collection

from portal.shopper.preferences.offers import Group


def said(group: Group, shown: Collection[str], ticked: Collection[str]) -> list[tuple[str, bool]]:
    """The choices that changed, in the order in which they hold: (a group or a kind, whether it is on).

    `shown` and `ticked` name groups and kinds; what was not shown is as it was. Without a script the boxes of
    kinds do not follow their group's: those left as they were go along with it, and kinds that were ticked
    by themselves come, and of a group that was off nothing else.
    """
    changed = {
        kind: kind in ticked for kind, on in group.kinds.items() if kind in shown and on != (kind in ticked)
    }
    group_on = group.name in ticked
    if group.name not in shown or group_on == group.on:
        return list(changed.items())
    asked_for = [(kind, True) for kind, on in changed.items() if on]
    return asked_for if group_on and asked_for else [(group.name, group_on), *asked_for]
