"""Reading single values out of foreign JSON, whatever is there. Nothing in here raises."""

import math
import unicodedata
from datetime import UTC, datetime

from tracking.timeline import EARLIEST, LATEST

Json = dict[str, object]


def text(value: object, limit: int) -> str | None:
    """Return one line of at most `limit` characters without controls, or None where nothing is left."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = format(value, "d") if abs(value) < 10**40 else None
    if not isinstance(value, str):
        return None
    line = value if value.isprintable() else "".join(_printable(char) for char in value[: limit * 4])
    return line.strip()[:limit].rstrip() or None


def _printable(char: str) -> str:
    if char.isspace():
        return " "
    # Cc are controls, NUL among them; Cs are halves of a pair, which no database takes.
    return "" if unicodedata.category(char) in {"Cc", "Cs"} else char


def moment(value: object) -> datetime | None:
    """Return an ISO 8601 time as aware UTC; without a zone it is read as UTC.

    None for anything else, and for a year in which no parcel of ours can travel.
    """
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
        utc = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc if EARLIEST <= utc < LATEST else None


def number(value: object) -> float | None:
    """Return a finite number, also where it is written as text, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        parsed = float(value)
    except (ValueError, OverflowError):
        return None
    return parsed if math.isfinite(parsed) else None


def web_address(value: object) -> str | None:
    """Return an http(s) address that a browser may be sent to, or None."""
    address = text(value, 500)
    return address if address and address.lower().startswith(("https://", "http://")) else None


def branch(parent: Json, name: str) -> Json:
    """Return the object under a name, or an empty one where there is none."""
    child = parent.get(name)
    return child if isinstance(child, dict) else {}
