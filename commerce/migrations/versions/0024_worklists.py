"""Find parcels that are late, silent or in trouble, and orders by name, however long the history

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

UNDER_WAY = "direction = 'outbound' AND status NOT IN ('delivered', 'return_to_sender', 'cancelled')"
NAME = "(lower(customer ->> 'name')) text_pattern_ops"
SURNAME = "(regexp_replace(lower(customer ->> 'name'), '^.* ', '')) text_pattern_ops"


def upgrade() -> None:
    op.create_index(
        "ix_shipments_promised",
        "shipments",
        ["merchant_id", "promised_on", "id"],
        postgresql_where=sa.text(UNDER_WAY),
    )
    op.create_index(
        "ix_shipments_heard",
        "shipments",
        ["merchant_id", sa.text("COALESCE(last_scan_at, shipped_at, created_at)"), "id"],
        postgresql_where=sa.text(UNDER_WAY),
    )
    op.create_index(
        "ix_shipments_trouble",
        "shipments",
        ["merchant_id", "id"],
        postgresql_where=sa.text("action_required = 'merchant'"),
    )
    op.create_index(
        "ix_refunds_failed_claims",
        "refunds",
        ["merchant_id", "id"],
        postgresql_where=sa.text("status = 'failed' AND claim_id IS NOT NULL"),
    )
    op.create_index("ix_orders_name", "orders", ["merchant_id", sa.text(NAME)])
    op.create_index("ix_orders_surname", "orders", ["merchant_id", sa.text(SURNAME)])


def downgrade() -> None:
    for name in ("ix_orders_surname", "ix_orders_name"):
        op.drop_index(name, "orders")
    op.drop_index("ix_refunds_failed_claims", "refunds")
    for name in ("ix_shipments_trouble", "ix_shipments_heard", "ix_shipments_promised"):
        op.drop_index(name, "shipments")
