"""Make shipments, scans and foreign messages

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "foreign_messages",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_foreign_messages_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_foreign_messages")),
    )
    op.create_index(
        op.f("ix_foreign_messages_merchant_id_source_event_key"),
        "foreign_messages",
        ["merchant_id", "source", "event_key"],
        unique=True,
    )
    op.create_table(
        "scans",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_detail", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("raw_status", sa.String(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_scans_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "parcel", "fingerprint", name=op.f("pk_scans")),
    )
    op.create_table(
        "shipments",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("tracking_number", sa.String(), nullable=True),
        sa.Column("parcel", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_detail", sa.String(), nullable=True),
        sa.Column("action_required", sa.String(), nullable=True),
        sa.Column("attempted", sa.Boolean(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_scan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carrier_estimate", sa.Date(), nullable=True),
        sa.Column("carrier_estimate_as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tracker_id", sa.String(), nullable=True),
        sa.Column("poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_shipments_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_shipments")),
    )
    op.create_index(op.f("ix_shipments_merchant_id_code"), "shipments", ["merchant_id", "code"], unique=True)
    op.create_index(
        op.f("ix_shipments_merchant_id_order_id"), "shipments", ["merchant_id", "order_id"], unique=False
    )
    op.create_index(
        op.f("ix_shipments_merchant_id_parcel"), "shipments", ["merchant_id", "parcel"], unique=False
    )
    op.create_index(
        "ix_shipments_poll",
        "shipments",
        ["poll_at"],
        unique=False,
        postgresql_where=sa.text("poll_at IS NOT NULL"),
    )
    op.create_table(
        "shipment_lines",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "shipment_id"],
            ["shipments.merchant_id", "shipments.id"],
            name=op.f("fk_shipment_lines_shipments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "shipment_id", "line_id", name=op.f("pk_shipment_lines")),
    )


def downgrade() -> None:
    op.drop_table("shipment_lines")
    op.drop_table("shipments")
    op.drop_table("scans")
    op.drop_table("foreign_messages")
