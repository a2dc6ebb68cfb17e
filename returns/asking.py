"""How plain SQL is asked: inside the session's transaction, or on a thread's bare connection."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app

from commerce.database import db
from commerce.statements import Row, Statements

Ask = Callable[[str, Sequence[Any]], list[Row]]
"""A statement with `%s` for each parameter, and the parameters; gives all rows."""


def inside(sql: str, params: Sequence[Any]) -> list[Row]:
    """Ask in the session's transaction, so under its locks."""
    rows = db.session.connection().exec_driver_sql(sql, tuple(params))
    return [tuple(row) for row in rows]


def outside(sql: str, params: Sequence[Any]) -> list[Row]:
    """Ask on a bare connection: quicker, and sees what is committed."""
    statements: Statements = current_app.extensions["statements"]
    return statements.all(sql, params)
