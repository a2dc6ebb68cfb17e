"""Keep the quotes of a large body together

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

TABLE = "eta_quote_bodies"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("weight_g", sa.Double(), nullable=True),
        sa.Column("ids", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("places", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("offers", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("told", sa.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name="fk_eta_quote_bodies_merchants", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name="pk_eta_quote_bodies"),
    )
    op.create_index("ix_eta_quote_bodies_merchant_id_asked_at", TABLE, ["merchant_id", "asked_at"])
    op.create_index("ix_eta_quote_bodies_asked_at", TABLE, ["asked_at"], postgresql_using="brin")
    # Ids do not shrink, and trying to shrink the rest costs more than writing it.
    for column in ("ids", "places", "offers", "told"):
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {column} SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table(TABLE)
