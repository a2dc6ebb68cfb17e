"""Keep how connections answered

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "connection_checks",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("well_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_connection_checks_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "provider", name=op.f("pk_connection_checks")),
    )


def downgrade() -> None:
    op.drop_table("connection_checks")
