"""Labels for returns

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TEXTS = (
    "external_id",
    "carrier",
    "service",
    "tracking_number",
    "label_url",
    "qr_code_url",
    "error",
)


def upgrade() -> None:
    op.create_table(
        "return_labels",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=False),
        sa.Column("shipment_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in TEXTS),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bought_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id", "return_id"],
            ["returns.merchant_id", "returns.id"],
            name=op.f("fk_return_labels_returns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "return_id", name=op.f("pk_return_labels")),
    )
    op.create_index(
        op.f("ix_return_labels_merchant_id_shipment_code"),
        "return_labels",
        ["merchant_id", "shipment_code"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("return_labels")
