"""What a sent form says: each box of it belongs to a group or to one kind of it."""

from collections.abc import Collection, Mapping

from portal.shopper.preferences.offers import Group


def said(group: Group, shown: Mapping[str, bool], ticked: Collection[str]) -> list[tuple[str, bool]]:
    """The choices that the shopper changed, in the order in which they hold: (a group or a kind, whether it is on).

    `shown` and `ticked` name groups and kinds; `shown` says which were on when the page was made. What was not
    shown, or was left as it was shown, is not spoken of: it may have been changed elsewhere meanwhile. Without a
    script the boxes of kinds do not follow their group's: those left as they were go along with it, and kinds that
    were ticked by themselves come, and of a group that was off nothing else.
    """
    changed = {
        kind: kind in ticked for kind in group.kinds if shown.get(kind, kind in ticked) != (kind in ticked)
    }
    group_on = group.name in ticked
    if shown.get(group.name, group_on) == group_on:
        return list(changed.items())
    asked_for = [(kind, True) for kind, on in changed.items() if on]
    return asked_for if group_on and asked_for else [(group.name, group_on), *asked_for]
