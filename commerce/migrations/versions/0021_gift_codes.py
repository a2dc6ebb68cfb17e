"""Let who got a gift send it back

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("returns", sa.Column("gift_email", sa.String(), nullable=True))
    op.create_table(
        "gift_codes",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            ondelete="CASCADE",
            name=op.f("fk_gift_codes_merchant_id_orders"),
        ),
        sa.PrimaryKeyConstraint("merchant_id", "digest", name=op.f("pk_gift_codes")),
    )
    op.create_index(op.f("ix_gift_codes_merchant_id_order_id"), "gift_codes", ["merchant_id", "order_id"])
    op.create_index("ix_gift_codes_digest", "gift_codes", ["digest"], unique=True)


def downgrade() -> None:
    op.drop_table("gift_codes")
    op.drop_column("returns", "gift_email")
