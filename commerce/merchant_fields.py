"""Marshmallow fields of a merchant's file: codes, paths, time zones, times of day, dates, calendars."""

import re
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import holidays
from marshmallow import ValidationError, fields, validate

from commerce.fields import Text

LOCALES = ("en", "ja", "ko")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z"
COLOUR = r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z"
ORIGIN = r"^https?://[^\s/?#@]+\Z"
PATH = r"^(/[A-Za-z0-9][A-Za-z0-9._~-]*)+\Z"
SLUG = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z"
RESERVED = frozenset(
    "api console demo-shop docs embed.js favicon.ico healthz metrics openapi.json r readyz robots.txt static t u v1"
    " webhooks".split()
)


class Written(Text):
    """Text, also where YAML reads a whole number in it: a postcode or a code of digits alone."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return super()._deserialize(str(value) if is_whole else value, *args, **kwargs)


class Identifier(Written):
    """A short code that is unique among its like."""

    def __init__(self) -> None:
        error = "Not a code of letters, digits, '.', '_' and '-' (63 at most)."
        super().__init__(required=True, pattern=CODE, error=error)


class Slug(Written):
    """The merchant's name in addresses; it must not hide one of our own pages."""

    def __init__(self) -> None:
        error = "Not lower-case letters, digits and inner hyphens (63 at most)."
        super().__init__(required=True, pattern=SLUG, error=error)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return unreserved(super()._deserialize(value, *args, **kwargs))


class PagePath(Text):
    """Where the merchant's look-up page stands; None for `/slug`."""

    def __init__(self) -> None:
        error = "Not a path such as /acme."
        super().__init__(allow_none=True, load_default=None, pattern=PATH, error=error)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return unreserved(super()._deserialize(value, *args, **kwargs))


def unreserved(address: str) -> str:
    """The same, unless one of our own pages stands there."""
    if address.lstrip("/").partition("/")[0] in RESERVED:
        raise ValidationError("This address is taken by the service itself.")
    return address


class Zone(Text):
    """A time zone of the IANA database."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        zone = super()._deserialize(value, *args, **kwargs)
        if zone not in zones():
            raise ValidationError("Not an IANA time zone such as America/New_York.")
        return zone


class TimeOfDay(fields.String):
    """A time on the 24-hour clock; `9:00` becomes `09:00`."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        match = re.fullmatch(r"(\d{1,2}):(\d\d)", value, re.ASCII) if isinstance(value, str) else None
        if not match or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValidationError("Not a time of day such as 15:00.")
        return f"{int(match[1]):02}:{match[2]}"


class Weekdays(fields.List[str]):
    """Days of the week, one at least, put in their order."""

    def __init__(self, load_default: list[str]) -> None:
        day = validate.OneOf(DAYS, error=f"Not one of {', '.join(DAYS)}.")
        super().__init__(
            fields.String(validate=day), load_default=load_default, validate=validate.Length(min=1)
        )

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        given = super()._deserialize(value, *args, **kwargs)
        return [day for day in DAYS if day in given]


class Day(fields.String):
    """A date, kept as ISO 8601 text."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError) as exc:
            raise ValidationError("Not a date such as 2026-12-24.") from exc


class HolidayCalendar(fields.String):
    """A calendar of the `holidays` library: a country (`US`) or one of its parts (`US-CA`)."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        country, _, part = value.partition("-") if isinstance(value, str) else ("", "", "")
        parts = calendars().get(country)
        if parts is None or (part and part not in parts) or value.endswith("-"):
            raise ValidationError("Not a holiday calendar such as US or US-CA.")
        return str(value)


@cache
def zones() -> frozenset[str]:
    """Names of all time zones, without those that are files of the database only."""
    return frozenset(available_timezones()) - {"Factory", "localtime", "posixrules"}


@cache
def calendars() -> dict[str, list[str]]:
    """Parts by country of all holiday calendars."""
    known: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return known


def given(data: Any) -> Any:
    """A mapping without the keys that hold null."""
    return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data
