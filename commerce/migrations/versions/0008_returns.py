"""Make returns, claims and what they pay

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "returns",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("page_token", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_transit_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ship_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("is_gift", sa.Boolean(), nullable=False),
        sa.Column("override", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("home_currency", sa.String(), nullable=False),
        sa.Column("locales", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("refund_on", sa.String(), nullable=False),
        sa.Column("fee_waived_for", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ship_within_days", sa.Integer(), nullable=False),
        sa.Column("order_paid", sa.BigInteger(), nullable=False),
        sa.Column("shipping_refund", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_returns_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_returns")),
        sa.UniqueConstraint("page_token", name=op.f("uq_returns_page_token")),
    )
    op.create_index(op.f("ix_returns_merchant_id_code"), "returns", ["merchant_id", "code"], unique=True)
    op.create_index(
        op.f("ix_returns_merchant_id_order_id"), "returns", ["merchant_id", "order_id"], unique=False
    )
    op.create_index(
        op.f("ix_returns_merchant_id_requested_at"), "returns", ["merchant_id", "requested_at"], unique=False
    )
    op.create_index(
        op.f("ix_returns_merchant_id_status_id"), "returns", ["merchant_id", "status", "id"], unique=False
    )
    op.create_index(
        "ix_returns_ship_by",
        "returns",
        ["ship_by"],
        unique=False,
        postgresql_where=sa.text("status = 'approved'"),
    )
    op.create_table(
        "return_lines",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("exchange_for", sa.String(), nullable=True),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("keep_item", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("drawn", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("restocking_percent", sa.Double(), nullable=False),
        sa.Column("bonus_percent", sa.Double(), nullable=False),
        sa.Column("received_quantity", sa.Integer(), nullable=False),
        sa.Column("accepted_quantity", sa.Integer(), nullable=False),
        sa.Column("rejected_quantity", sa.Integer(), nullable=False),
        sa.Column("written_off_quantity", sa.Integer(), nullable=False),
        sa.Column("released_quantity", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("receipts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "accepted_quantity + rejected_quantity <= received_quantity",
            name=op.f("ck_return_lines_inspected"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_lines_has_units")),
        sa.CheckConstraint(
            "received_quantity + written_off_quantity + released_quantity <= quantity",
            name=op.f("ck_return_lines_goes"),
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id", "return_id"],
            ["returns.merchant_id", "returns.id"],
            name=op.f("fk_return_lines_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "return_id", "position", name=op.f("pk_return_lines")),
    )
    op.create_table(
        "return_notes",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "return_id"],
            ["returns.merchant_id", "returns.id"],
            name=op.f("fk_return_notes_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_return_notes")),
    )
    op.create_index(
        op.f("ix_return_notes_merchant_id_return_id"),
        "return_notes",
        ["merchant_id", "return_id"],
        unique=False,
    )
    op.create_table(
        "return_photos",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_return_photos_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "code", name=op.f("pk_return_photos")),
    )
    op.create_index(
        op.f("ix_return_photos_merchant_id_order_id"),
        "return_photos",
        ["merchant_id", "order_id"],
        unique=False,
    )
    op.create_table(
        "write_offs",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_write_offs_has_units")),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_write_offs_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_write_offs")),
    )
    op.create_index(
        op.f("ix_write_offs_merchant_id_order_id_source_reference_line_id"),
        "write_offs",
        ["merchant_id", "order_id", "source", "reference", "line_id"],
        unique=True,
    )
    op.create_table(
        "claims",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("shipment", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("denial_reason", sa.String(), nullable=True),
        sa.Column("open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_review_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_claims_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_merchant_id_code"), "claims", ["merchant_id", "code"], unique=True)
    op.create_index(
        op.f("ix_claims_merchant_id_order_id"), "claims", ["merchant_id", "order_id"], unique=False
    )
    op.create_index(
        op.f("ix_claims_merchant_id_status_id"), "claims", ["merchant_id", "status", "id"], unique=False
    )
    op.create_table(
        "refunds",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=True),
        sa.Column("claim_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("gateway", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("credit_code", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0 AND principal >= 0", name=op.f("ck_refunds_pays")),
        sa.ForeignKeyConstraint(
            ["merchant_id", "claim_id"],
            ["claims.merchant_id", "claims.id"],
            name=op.f("fk_refunds_claims"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_refunds_orders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id", "return_id"],
            ["returns.merchant_id", "returns.id"],
            name=op.f("fk_refunds_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_merchant_id_code"), "refunds", ["merchant_id", "code"], unique=True)
    op.create_index(
        op.f("ix_refunds_merchant_id_external_id"), "refunds", ["merchant_id", "external_id"], unique=False
    )
    op.create_index(
        op.f("ix_refunds_merchant_id_order_id"), "refunds", ["merchant_id", "order_id"], unique=False
    )
    op.create_index(
        op.f("ix_refunds_merchant_id_return_id"), "refunds", ["merchant_id", "return_id"], unique=False
    )
    op.create_table(
        "replacements",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("price_difference", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("shipment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id", "return_id"],
            ["returns.merchant_id", "returns.id"],
            name=op.f("fk_replacements_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "return_id", "position", name=op.f("pk_replacements")),
    )


def downgrade() -> None:
    op.drop_table("replacements")
    op.drop_table("refunds")
    op.drop_table("claims")
    op.drop_table("write_offs")
    op.drop_table("return_photos")
    op.drop_table("return_notes")
    op.drop_table("return_lines")
    op.drop_table("returns")
