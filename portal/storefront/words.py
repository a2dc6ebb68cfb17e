"""A delivery option in one line, as a product page says it."""

from datetime import date
from functools import lru_cache

from commerce import dates
from eta_model.options import Option
from portal.languages import catalogue


def line(option: Option, show: str, locale: str, today: date) -> str:
    """The promise alone (`show` is `single`), or the days from the earliest to it (`range`)."""
    earliest = option.earliest if show == "range" else option.promise
    return between(earliest, option.promise, locale, today)


@lru_cache(maxsize=4096)
def between(earliest: date, latest: date, locale: str, today: date) -> str:
    """That it comes within those days, or by the latest where the earliest is no sooner."""
    gettext = catalogue(locale).gettext
    if earliest < latest:
        when = dates.span(earliest, latest, locale, today)
        return str(gettext("Get it %(when)s")) % {"when": when.replace(dates.NO_BREAK, " ")}
    return str(gettext("Get it by %(when)s")) % {"when": dates.day(latest, locale, today)}
