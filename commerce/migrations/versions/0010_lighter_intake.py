"""Let messages and events come in without a look at the merchant's row

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("events", "foreign_messages"):
        op.drop_constraint(f"fk_{table}_merchants", table, type_="foreignkey")
    op.drop_index("ix_events_occurred_at", "events")


def downgrade() -> None:
    op.create_index("ix_events_occurred_at", "events", ["occurred_at"], postgresql_using="brin")
    for table in ("events", "foreign_messages"):
        op.create_foreign_key(
            f"fk_{table}_merchants", table, "merchants", ["merchant_id"], ["id"], ondelete="CASCADE"
        )
