"""Alembic's entry: migrations run on the application's own engine, one host at a time."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

TURN = 4_729_164  # any number that no other advisory lock of this database has

database = current_app.extensions["migrate"].db


def run() -> None:
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:turn)"), {"turn": TURN})
        connection.commit()
        try:
            migrate(connection)
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:turn)"), {"turn": TURN})


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        transaction_per_migration=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
