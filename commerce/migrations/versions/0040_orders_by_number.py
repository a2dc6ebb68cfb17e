"""List orders by their number

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_index("ix_orders_numbers", "orders", ["merchant_id", sa.text("length(number)"), "number"])


def downgrade() -> None:
    op.drop_index("ix_orders_numbers", "orders")
