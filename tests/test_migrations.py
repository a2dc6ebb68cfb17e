"""The migrations: one head, the models' own shape, and a way back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from commerce.database import db, migrations_folder, transaction
from commerce.models import Merchant
from tracking.models import ForeignMessage, ScanRow


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(migrations_folder()).get_heads()) == 1


def test_the_migrated_database_has_the_shape_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_messages_stored_before_know_their_parcels_by_the_scans_they_brought(merchant: Merchant) -> None:
    with transaction() as session:
        scanned, silent = (
            ForeignMessage(merchant_id=merchant.id, source="easypost", event_key=key, body=b"{}")
            for key in "ab"
        )
        session.add_all([scanned, silent])
        session.flush()
        told = {"fingerprint": "f", "status": "in_transit", "message": "", "source": "easypost"}
        session.add(ScanRow(merchant_id=merchant.id, parcel="tn:1", message_id=scanned.id, **told))
    merchant_id = merchant.id
    db.session.remove()
    downgrade(revision="0040")
    upgrade()
    rows = db.session.execute(
        select(ForeignMessage.event_key, ForeignMessage.parcel).where(
            ForeignMessage.merchant_id == merchant_id
        )
    )
    assert {row.event_key: row.parcel for row in rows} == {"a": "tn:1", "b": None}


def test_every_migration_can_be_undone_and_done_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    with db.engine.connect() as connection:
        left = set(db.inspect(connection).get_table_names())
    upgrade()
    assert left <= {"alembic_version"}
