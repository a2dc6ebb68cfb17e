"""The plans that a connection keeps for its prepared statements, made anew as tables grow."""

from psycopg import pq

ANEW = b"DISCARD PLANS"


class Plans:
    """One connection's plans.

    A plan is kept for tables as large as they were when it was made, and a young database has no statistics
    yet: so all plans are made anew each time that twice as many statements were run.
    """

    def __init__(self) -> None:
        self._runs = 0

    def before_run(self, connection: pq.abc.PGconn) -> None:
        """Count a statement about to be run, and drop the plans when their time has come."""
        self._runs += 1
        if self._runs.bit_count() == 1:
            connection.exec_(ANEW)
