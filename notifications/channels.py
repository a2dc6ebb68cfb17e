"""The channels that are installed: classes named by entry points of the group `waypost.channels`."""

from functools import cache
from importlib.metadata import entry_points
from typing import cast

from notifications.message import Channel

GROUP = "waypost.channels"


def channel(name: str) -> Channel | None:
    """The channel of that name, one for the whole process; None where none is installed."""
    return _load(name) if name in names() else None


@cache
def names() -> list[str]:
    """The names of all that are installed, in their order."""
    return sorted(entry_points(group=GROUP).names)


@cache
def _load(name: str) -> Channel:
    [entry] = entry_points(group=GROUP, name=name)
    return cast(Channel, entry.load()())
