"""When an order placed now would leave a location, and by how much closed days put that off."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from eta_model.working_days import Location, hand_over

MINUTE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=14)  # a shop that sends nothing for so long had better promise nothing


@dataclass(frozen=True)
class Dispatch:
    """It leaves on the local date `ships_on` if ordered up to and including `order_by`, on the location's clock.

    `held_days` are the days by which holidays and closed days put it off, an ordinary week being no reason.
    """

    order_by: datetime
    ships_on: date
    held_days: int


def dispatch(location: Location, at: datetime) -> Dispatch | None:
    """The dispatch of an order placed at an aware time; None where closed days hold it up for two weeks or longer."""
    # A cut-off is a whole minute and holds up to and including it, so any moment is as good as its minute's end.
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    return _at_minute(location, minute if minute == at else minute + MINUTE)


@lru_cache(maxsize=8192)
def _at_minute(location: Location, at: datetime) -> Dispatch | None:
    expected = hand_over(location, at)
    ordinary = hand_over(ordinarily(location), at)
    if expected is None or ordinary is None or expected.ships_on >= ordinary.ships_on + LONGEST_WAIT:
        return None
    return Dispatch(expected.order_by, expected.ships_on, (expected.ships_on - ordinary.ships_on).days)


@lru_cache(maxsize=1024)
def ordinarily(location: Location) -> Location:
    """The location as it works in a week without holidays."""
    return replace(location, holidays=None, closed_on=frozenset())
