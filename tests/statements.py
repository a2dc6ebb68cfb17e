"""Counting SQL: every statement that the ORM or a bare connection sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside the block, in order; transactions' own words are not among them."""
    sent: list[str] = []
    real = psycopg.Cursor.execute

    def execute(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        sql = query.decode() if isinstance(query, bytes) else str(query)
        if sql != ";":  # the pool's ping
            sent.append(sql)
        return real(cursor, query, *args, **kwargs)

    with patch.object(psycopg.Cursor, "execute", execute):
        yield sent
