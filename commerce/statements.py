"""Hot statements: bare psycopg, for the few paths where an ORM would cost more than the work."""

import threading
from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

import psycopg

Row = tuple[Any, ...]


class Statements:
    """Runs single autocommitted statements; psycopg prepares those that come often.

    Each thread has a connection of its own, made at its first statement.
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://")
        self._local = threading.local()
        self._all: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def one(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row or None."""
        rows = self.all(sql, params)
        return rows[0] if rows else None

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Every row. A statement that met a closed connection is run once more on a new one."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is not None:
            try:
                return self._run(cursor, sql, params)
            except psycopg.OperationalError:
                if not cursor.connection.closed:
                    raise
        # To make a cursor costs half as much as its statement, so each thread keeps one.
        self._local.cursor = cursor = self._connect().cursor()
        return self._run(cursor, sql, params)

    def close(self) -> None:
        """Close the connections of all threads; a thread's next statement makes a new one."""
        for connection in self._all:
            connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, prepare_threshold=1, connect_timeout=5)
        self._all.add(connection)
        return connection

    @staticmethod
    def _run(cursor: psycopg.Cursor[Any], sql: str, params: Sequence[Any]) -> list[Row]:
        cursor.execute(sql.encode(), params)
        return cursor.fetchall() if cursor.description else []
