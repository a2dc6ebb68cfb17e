"""Marshmallow fields for what comes in from outside: text, times, amounts, flags, codes."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from commerce.iso import COUNTRIES, CURRENCIES

LONG, SHORT = 500, 255  # characters of titles and messages, and of all other texts
MOST_MONEY = 10**12  # minor units: far above any order, far below 2**53, where JSON numbers lose units
MOST_UNITS = 1_000_000
CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # PostgreSQL can't store the first, pages show none of them
PRINTABLE = rf"^[^{CONTROL}]*$"
NOT_BLANK = rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"
EMAIL = rf"^[^@\s{CONTROL}]+@[^@\s{CONTROL}]+$"
WEB_ADDRESS = rf"^https?://[^\s{CONTROL}]+$"
RFC3339 = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


class Closed(Schema):
    """An object that has the fields described and no other."""

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """Text in any script without control characters, of at most `longest` characters."""

    default_error_messages = {"too_long": "Longer than maximum length {longest}."}

    def __init__(
        self,
        *,
        longest: int = SHORT,
        pattern: str = PRINTABLE,
        error: str = "Must not contain control characters.",
        **kwargs: Any,
    ) -> None:
        self.longest = longest
        checks = [validate.Length(max=longest), validate.Regexp(pattern, error=error)]
        super().__init__(validate=checks, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        # Before the patterns run: one that backtracks must not be handed a megabyte.
        if isinstance(value, str) and len(value) > self.longest:
            raise self.make_error("too_long", longest=self.longest)
        return super()._deserialize(value, *args, **kwargs)


class Name(Text):
    """A text that something is found by, so not blank."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            pattern=NOT_BLANK, error="Must not be blank or contain control characters.", **kwargs
        )


class Email(Text):
    """An address that mail may reach: taken as it comes, without outer spaces; an empty text is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            longest=320, pattern=EMAIL, error="Not an e-mail address.", allow_none=True, **kwargs
        )

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """As any field, after the outer spaces are gone."""
        if isinstance(value, str):
            value = value.strip() or None
        return super().deserialize(value, *args, **kwargs)


class WebAddress(Text):
    """An address of the web: http or https."""

    def __init__(self, **kwargs: Any) -> None:
        error = "Not an http or https address."
        super().__init__(longest=2048, pattern=WEB_ADDRESS, error=error, **kwargs)


class Moment(fields.DateTime):
    """An RFC 3339 time with an offset; an aware UTC datetime inside."""

    default_error_messages = {"invalid": "Not an RFC 3339 time with an offset."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not re.match(RFC3339, value, re.ASCII):
            raise self.make_error("invalid")
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError) as exc:
            raise self.make_error("invalid") from exc
        if not EARLIEST <= moment <= LATEST:
            raise ValidationError("Must lie between the years 1900 and 9998.")
        return moment

    def _serialize(self, value: datetime | None, *args: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Day(fields.Date):
    """A date as `YYYY-MM-DD`, and not in the other forms that ISO 8601 has."""

    default_error_messages = {"invalid": "Not a date as YYYY-MM-DD."}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.match(r"^\d{4}-\d\d-\d\d$", value, re.ASCII):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError as exc:
            raise self.make_error("invalid") from exc


class Whole(fields.Integer):
    """An integer from `least` to `most`; 2.0 and "2" are not integers."""

    def __init__(self, *, least: int = 0, most: int = MOST_UNITS, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **kwargs)


class Amount(Whole):
    """Money in the currency's minor unit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=MOST_MONEY, **kwargs)


class Flag(fields.Boolean):
    """`true` or `false`, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Code(fields.String):
    """One of a closed set of codes."""

    def __init__(self, codes: Iterable[str], of: str, **kwargs: Any) -> None:
        check = validate.OneOf(sorted(map(str, codes)), error=f"Not {of}.")
        super().__init__(validate=check, **kwargs)


class Country(Code):
    """An ISO 3166-1 alpha-2 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(COUNTRIES, "an ISO 3166-1 alpha-2 country code", **kwargs)


class Currency(Code):
    """An ISO 4217 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CURRENCIES, "an ISO 4217 currency code", **kwargs)


class Texts(fields.List[str]):
    """A list of short texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Text(), validate=validate.Length(max=250), load_default=list, **kwargs)
