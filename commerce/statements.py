"""Hot statements: bare psycopg, for the few paths where an ORM would cost more than the work."""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg

Row = tuple[Any, ...]


class Statements:
    """Runs single autocommitted statements; psycopg prepares those that come often."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://")
        self._local = threading.local()

    def one(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row or None."""
        rows = self.all(sql, params)
        return rows[0] if rows else None

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Every row. A statement that met a closed connection is run once more on a new one."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            try:
                return self._run(connection, sql, params)
            except psycopg.OperationalError:
                connection.close()
        self._local.connection = connection = psycopg.connect(self._url, autocommit=True, prepare_threshold=1)
        return self._run(connection, sql, params)

    @staticmethod
    def _run(connection: psycopg.Connection[Any], sql: str, params: Sequence[Any]) -> list[Row]:
        cursor = connection.execute(sql.encode(), params)
        return cursor.fetchall() if cursor.description else []
