"""Keep with a refund which payment it is of, and find orders by their payments

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("refunds", sa.Column("payment_reference", sa.String(), nullable=True))
    op.execute(
        "UPDATE refunds SET payment_reference = orders.payment_reference FROM orders "
        "WHERE orders.merchant_id = refunds.merchant_id AND orders.id = refunds.order_id"
    )
    op.create_index(
        "ix_orders_payment_reference",
        "orders",
        ["merchant_id", "payment_reference"],
        postgresql_where=sa.text("payment_reference IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_orders_payment_reference", "orders")
    op.drop_column("refunds", "payment_reference")
