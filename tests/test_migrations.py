"""The migrations: one head, the models' own shape, and a way back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from commerce.database import db, migrations_folder


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(migrations_folder()).get_heads()) == 1


def test_the_migrated_database_has_the_shape_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_every_migration_can_be_undone_and_done_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    with db.engine.connect() as connection:
        left = set(db.inspect(connection).get_table_names())
    upgrade()
    assert left <= {"alembic_version"}
