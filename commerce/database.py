"""The one database: the declarative base, transactions, and the guard that keeps merchants apart."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import psycopg
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, BinaryExpression, ClauseElement, DateTime, Identity, MetaData, Table, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, registry
from sqlalchemy.sql.visitors import iterate

from commerce.plans import Plans

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: DateTime(timezone=True),
            dict[str, Any]: JSONB,
            list[Any]: JSONB,
        },
    )


class Owned:
    """A row that belongs to one merchant: `merchant_id` comes first in its key."""

    merchant_id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)


class Numbered(Owned):
    """An owned row with a number of its own."""

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-1)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()


class MerchantMissing(AssertionError):
    """A statement on merchants' rows does not say whose."""


def init_app(app: Flask, database_url: str, *, guarded: bool) -> None:
    """Bind the database to `app`; `guarded` refuses ORM statements without `merchant_id`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlalchemy_url(database_url)
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS",
        {
            "pool_pre_ping": True,
            "hide_parameters": True,  # or what shoppers told us would stand in the log with each error
            "pool_size": 8,
            "max_overflow": 8,
            "pool_recycle": 1800,
            "connect_args": {"connect_timeout": 5},
        },
    )
    db.init_app(app)
    migrate.init_app(app, db, directory=migrations_folder())
    if guarded and not event.contains(Session, "do_orm_execute", refuse_unowned):
        event.listen(Session, "do_orm_execute", refuse_unowned)


def migrations_folder() -> str:
    """Where the migrations stand."""
    return str(Path(__file__).parent / "migrations")


def sqlalchemy_url(url: str) -> str:
    """The same address with the psycopg 3 driver named."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def refuse_unowned(state: ORMExecuteState) -> None:
    """Raise `MerchantMissing` for a statement on an owned table that no comparison ties to a merchant."""
    if state.execution_options.get("across_merchants") or state.is_insert or state.is_from_statement:
        return
    statement = cast(ClauseElement, state.statement)
    mappers = [mapper for mapper in state.all_mappers if issubclass(mapper.class_, Owned)]
    owned = {str(mapper.local_table) for mapper in mappers} or owned_tables(statement)
    tied = {
        str(getattr(element.table, "element", element.table))
        for comparison in iterate(statement)
        if isinstance(comparison, BinaryExpression)
        for element in iterate(comparison)
        if getattr(element, "name", None) == "merchant_id" and hasattr(element, "table")
    }
    conditioned = getattr(statement, "whereclause", None) is not None
    if owned and (not conditioned or owned - tied):
        raise MerchantMissing(f"a statement on {', '.join(sorted(owned))} names no merchant")


def owned_tables(statement: ClauseElement) -> set[str]:
    """The names of the owned tables in a statement that returns no rows of theirs, a count say."""
    tables = {str(element) for element in iterate(statement) if isinstance(element, Table)}
    return tables & {str(m.local_table) for m in Base.registry.mappers if issubclass(m.class_, Owned)}


def run(sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of a statement with `%s` or `%(name)s` in its parameters' places, run in the session's transaction.

    For hot paths: it goes past the ORM, which costs many times the statement, and so past the guard too; what
    the session has not flushed yet it does not see.
    """
    pooled = db.session.connection().connection
    connection = cast("psycopg.Connection[Any]", pooled.driver_connection)
    pooled.info.setdefault("plans", Plans()).before_run(connection.pgconn)
    cursor = connection.execute(sql.encode(), params)
    return cursor.fetchall() if cursor.description else []


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction: what is inside commits together or not at all. Inside another it joins that one."""
    session = db.session()
    if session.info.get("open"):
        yield session
        return
    session.info["open"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["open"] = False
