"""What the console's lists share: filters in the address, pages behind cursors, CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Response, request, stream_with_context

from commerce.errors import Invalid
from portal.api.paging import read_cursor, signer
from portal.console.gate import visit

AT_ONCE = 50
LONGEST_SEARCH = 200
KEPT = ("state", "q", "from", "to", "sort", "lang")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = TypeVar("Row")


def asked(name: str) -> str:
    """A filter of the address, trimmed; empty where it is not told or can't be searched for."""
    told = request.args.get(name, "").strip()[:LONGEST_SEARCH]
    return told if told.isprintable() else ""


def day_asked(name: str) -> date | None:
    """A day of the address; None where it is none."""
    try:
        return date.fromisoformat(asked(name))
    except ValueError:
        return None


def midnight(day: date | None, *, days_later: int = 0) -> datetime | None:
    """When a day begins on the shop's clock."""
    if day is None:
        return None
    zone = ZoneInfo(visit().merchant.config["time_zone"])
    try:
        return datetime.combine(day + timedelta(days=days_later), datetime.min.time(), zone)
    except OverflowError:
        return None


def cursor_asked(of: str) -> list[Any] | None:
    """Where the page starts; a cursor that is not ours starts at the beginning."""
    try:
        return read_cursor(request.args.get("cursor"), of)
    except Invalid:
        return None


def cut(
    rows: Sequence[Row], place: Callable[[Row], Sequence[Any]], of: str
) -> tuple[Sequence[Row], str | None]:
    """One page of rows, of which one more than `AT_ONCE` was asked for, and the cursor of the next."""
    if len(rows) <= AT_ONCE:
        return rows, None
    return rows[:AT_ONCE], signer(of).dumps(list(place(rows[AT_ONCE - 1])))


def filters() -> dict[str, str]:
    """What the address asks for, without its cursor, for the links that keep it."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A file to download, sent as it is read; with the mark that lets Excel see that it is UTF-8."""
    answer = Response(stream_with_context(lines(head, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield "\ufeff" + line(head)
    for row in rows:
        yield line(row)


def line(cells: Sequence[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def harmless(cell: object) -> str:
    """The cell's text, kept from being run as a formula by a spreadsheet."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
