"""Lists in an order of one's choice, each page going on behind the last row of the page before."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Sort(NamedTuple):
    """What a list is sorted by, and whether it begins with the greatest. Written as `-placed`, or `placed`."""

    by: str
    down: bool = False

    def __str__(self) -> str:
        return f"-{self.by}" if self.down else self.by


class Key(NamedTuple):
    """Something of a row to sort by, in SQL, and its type."""

    sql: str
    kind: str


def ordered(keys: Sequence[Key], *, down: bool) -> str:
    """What goes behind ORDER BY; the last key tells any two rows apart. No key may be NULL."""
    return ", ".join(f"{key.sql} DESC" if down else key.sql for key in keys)


def place(keys: Sequence[Key]) -> str:
    """Where a row stands, as a column: a list that survives being written as JSON."""
    return f"jsonb_build_array({', '.join(key.sql for key in keys)})"


def behind(keys: Sequence[Key], after: Sequence[Any], values: dict[str, Any], *, down: bool) -> str:
    """The condition for what comes behind the place `after`, whose parts go into `values`."""
    names = [f"after_{number}" for number in range(len(keys))]
    values |= zip(names, after, strict=True)
    told = ", ".join(f"%({name})s::{key.kind}" for name, key in zip(names, keys, strict=True))
    return f"({', '.join(key.sql for key in keys)}) {'<' if down else '>'} ({told})"
