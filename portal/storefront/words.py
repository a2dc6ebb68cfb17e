"""A delivery option in one line, as a product page says it."""

from datetime import date

from commerce import dates
from eta_model.options import Option
from portal.languages import catalogue


def line(option: Option, show: str, locale: str, today: date) -> str:
    """The promise alone (`show` is `single`), or the days from the earliest to it (`range`)."""
    gettext = catalogue(locale).gettext
    if show == "range" and option.earliest < option.promise:
        when = dates.span(option.earliest, option.promise, locale, today)
        return str(gettext("Get it %(when)s")) % {"when": when.replace(dates.NO_BREAK, " ")}
    return str(gettext("Get it by %(when)s")) % {"when": dates.day(option.promise, locale, today)}
