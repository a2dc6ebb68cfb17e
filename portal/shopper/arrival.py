"""The days on which something is expected, and how that is said: as precisely as we are sure."""

from datetime import date

from portal.shopper.page import Estimate
from portal.shopper.voice import Voice

Window = tuple[date, date]


def expected(estimate: Estimate | None, today: date) -> Window | None:
    """The first and last day on which it may still come; None without a forecast, or when that is past."""
    if estimate is None or estimate.latest < today:
        return None
    return max(estimate.earliest, today), estimate.latest


def arriving(window: Window, voice: Voice) -> str:
    """The days as a headline."""
    return voice.gettext("Arriving %(when)s", when=voice.days(*window))


def now_expected(window: Window | None, voice: Voice) -> str:
    """The days as an addition to a headline that speaks of something else."""
    if window is None:
        return cannot_say(voice)
    return voice.gettext("Now expected: %(when)s", when=voice.days(*window))


def cannot_say(voice: Voice) -> str:
    """What we say where any day would be a guess."""
    return voice.gettext("We can’t say yet when it will arrive")


def running_late(days: int, voice: Voice) -> str:
    """How many days after its promise something comes."""
    return voice.ngettext("Running %(number)d day late", "Running %(number)d days late", days)
