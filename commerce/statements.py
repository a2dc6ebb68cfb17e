"""Hot statements: libpq by way of psycopg, for the few paths where an ORM would cost more than the work."""

import threading
from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from commerce.plans import Plans

Row = tuple[Any, ...]


class Statements:
    """Runs single autocommitted statements, each prepared at its first run.

    Each thread has a connection of its own, made at its first statement.
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://")
        self._local = threading.local()
        self._all: WeakSet[Connected] = WeakSet()

    def one(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row or None."""
        rows = self.all(sql, params)
        return rows[0] if rows else None

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Every row. A statement that met a closed connection is run once more on a new one."""
        connected: Connected | None = getattr(self._local, "connected", None)
        if connected is not None:
            try:
                return connected.run(sql, params)
            except psycopg.OperationalError:
                if not connected.lost:
                    raise
        self._local.connected = connected = Connected(self._url)
        self._all.add(connected)
        return connected.run(sql, params)

    def close(self) -> None:
        """Close the connections of all threads; a thread's next statement makes a new one."""
        for connected in self._all:
            connected.connection.close()

    def leave(self) -> None:
        """Close the calling thread's connection: for a thread that ends before its process does."""
        connected: Connected | None = getattr(self._local, "connected", None)
        if connected is not None:
            connected.connection.close()
            del self._local.connected


class Connected:
    """One connection and the statements it has prepared.

    A cursor costs more than twice what the statement does; this is what is left when each result is read at
    once and whole.
    """

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, connect_timeout=5)
        self._transformer = Transformer(self.connection)
        self._prepared: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._plans = Plans()

    @property
    def lost(self) -> bool:
        return self.connection.closed

    def run(self, sql: str, params: Sequence[Any]) -> list[Row]:
        """Run a statement with `%s` in its parameters' places; every row. Raises what psycopg raises."""
        if self.lost:
            raise psycopg.OperationalError("the connection is closed")
        self._plans.before_run(self.connection.pgconn)
        transformer = self._transformer
        values = transformer.dump_sequence(params, [PyFormat.AUTO] * len(params))
        types = transformer.types or ()
        name = self._prepared.get((sql, types)) or self._prepare(sql, types)
        run = self.connection.pgconn.exec_prepared
        result = self._checked(run(name, values, transformer.formats))  # type: ignore[arg-type]  # None is NULL
        transformer.set_pgresult(result)
        return transformer.load_rows(0, result.ntuples, tuple)

    def _prepare(self, sql: str, types: tuple[int, ...]) -> bytes:
        name = b"hot%d" % len(self._prepared)
        first, *others = sql.split("%s")
        numbered = first + "".join(f"${place}{text}" for place, text in enumerate(others, 1))
        self._checked(self.connection.pgconn.prepare(name, numbered.encode(), types))
        self._prepared[sql, types] = name
        return name

    def _checked(self, result: PGresult) -> PGresult:
        if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            error = error_from_result(result, self.connection.info.encoding)
            if self.lost or error.diag.severity_nonlocalized in ("FATAL", "PANIC"):
                self.connection.close()  # the server hangs up after these
                raise psycopg.OperationalError(str(error)) from error
            raise error
        return result
