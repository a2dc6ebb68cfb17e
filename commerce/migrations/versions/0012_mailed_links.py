"""Remember when an order's link was last mailed

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "mailed_links",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_mailed_links_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "order_id", name=op.f("pk_mailed_links")),
    )


def downgrade() -> None:
    op.drop_table("mailed_links")
