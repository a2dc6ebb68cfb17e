"""How many statements something costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from commerce.database import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that the ORM's engine runs inside the block; hot statements and savepoints are not among it."""
    seen: list[str] = []

    def note(_: Any, __: Any, sql: str, *___: Any) -> None:
        seen.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
