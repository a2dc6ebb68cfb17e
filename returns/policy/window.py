"""The return window: whole calendar days in the merchant's time zone, the last day included."""

import datetime as dt


def last_day(days_left: int, today: str) -> dt.date:
    """The last day of a window that has so many days left on an ISO date; fewer than none once it has closed."""
    return dt.date.fromisoformat(today) + dt.timedelta(days=days_left)
