"""Counting SQL: every statement that the ORM, a bare connection or a hot statement sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

from commerce.statements import Connected


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

    run = Connected.run

    def run_hot(connected: Connected, sql: str, params: Any) -> Any:
        sent.append(sql)
        return run(connected, sql, params)

    with patch.object(psycopg.Cursor, "execute", execute), patch.object(Connected, "run", run_hot):
        yield sent
