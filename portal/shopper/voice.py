"""One language, one day and one time zone: all that it takes to say something to a shopper."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.support import Translations

from commerce import dates
from notifications.words import UNSPACED
from portal.languages import catalogue


@dataclass(frozen=True, slots=True)
class Voice:
    """Says messages of the catalogue, days and times; `today` is the shopper's own."""

    locale: str
    today: date
    zone: ZoneInfo
    messages: Translations

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, with its `%(name)s` filled in."""
        said = str(self.messages.gettext(message))
        return said % values if values else said

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of the message that goes with `number`, which stands at `%(number)d`."""
        return str(self.messages.ngettext(one, many, number)) % {"number": number}

    def sentences(self, *said: str) -> str:
        """Whole sentences one after the other; Japanese puts no space between them."""
        return ("" if self.locale in UNSPACED else " ").join(said)

    def day(self, value: date) -> str:
        """A day as "today", "yesterday", "tomorrow, Mon 30 Nov", or its date."""
        written = self.date(value)
        match (value - self.today).days:
            case 0:
                return self.gettext("today")
            case -1:
                return self.gettext("yesterday")
            case 1:
                return self.gettext("tomorrow, %(day)s", day=written)
        return written

    def days(self, first: date, last: date) -> str:
        """A span of days, or the one day that it is."""
        if first == last:
            return self.day(first)
        if first == self.today and last == self.today + timedelta(days=1):
            return self.gettext("today or tomorrow")
        return dates.span(first, last, self.locale, self.today)

    def date(self, value: date) -> str:
        """The date alone, whatever day it is today."""
        return dates.day(value, self.locale, self.today).replace(" ", dates.NO_BREAK)

    def local(self, moment: datetime) -> datetime:
        """The moment on the shopper's clock."""
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime) -> str:
        """The time of day on the shopper's clock."""
        return dates.clock(moment, self.locale, self.zone)

    def city(self) -> str:
        """The city that the shopper's time zone is named after."""
        return dates.place_of(self.zone.key, self.locale)


@lru_cache(maxsize=256)
def voice(locale: str, today: date, time_zone: str) -> Voice:
    """The voice of a language (`en`, `ja`, `ko`) on a local day in an IANA time zone."""
    return Voice(locale, today, ZoneInfo(time_zone), catalogue(locale))
