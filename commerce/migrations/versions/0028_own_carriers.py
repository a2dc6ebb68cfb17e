"""Follow the parcel that a shopper sends back by a carrier of their own

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("returns", sa.Column("own_shipment", sa.String(), nullable=True))
    op.create_index(
        "ix_returns_own_shipment",
        "returns",
        ["merchant_id", "own_shipment"],
        unique=True,
        postgresql_where=sa.text("own_shipment IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_returns_own_shipment", "returns")
    op.drop_column("returns", "own_shipment")
