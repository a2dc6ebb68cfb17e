"""The return window: whole calendar days in the merchant's time zone, the last day included."""

import datetime as dt
from typing import NamedTuple

from returns.policy.operators import Facts


class Window(NamedTuple):
    """A window that runs. ``return_by`` is its last day; ``days_left`` is negative once it has closed."""

    return_by: dt.date
    days_left: int

    @property
    def is_open(self) -> bool:
        """Whether the last day has not passed."""
        return self.days_left >= 0


def running_window(days: int, anchor: str, facts: Facts) -> Window | None:
    """The window of ``days`` from the line's anchor; None while the anchor has not happened."""
    since: int | None = facts.get(f"line.days_since_{anchor}")
    if since is None:
        return None
    today = dt.date.fromisoformat(facts["return.requested_on"])
    return Window(today + dt.timedelta(days=days - since), days - since)
