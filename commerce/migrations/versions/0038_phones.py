"""Find a shopper's orders by their phone number

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

PHONE = "regexp_replace(coalesce(customer ->> 'phone', ship_to ->> 'phone', ''), '[^0-9]', '', 'g')"


def upgrade() -> None:
    op.create_index(
        "ix_orders_phone",
        "orders",
        ["merchant_id", sa.text(f"({PHONE})")],
        postgresql_where=sa.text(f"{PHONE} <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_orders_phone", "orders")
