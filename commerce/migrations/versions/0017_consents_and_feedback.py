"""Keep what shoppers want to hear of, and what they thought of a delivery

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("address_digest", sa.LargeBinary(), nullable=False),
        sa.Column("address_masked", sa.String(), nullable=False),
        sa.Column("kind_group", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("choice", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("text_shown", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_consents_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_consents")),
    )
    columns = ["merchant_id", "address_digest", "channel", "id"]
    op.create_index(op.f(f"ix_consents_{'_'.join(columns)}"), "consents", columns)
    op.create_table(
        "feedback",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String()),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_feedback_in_range")),
        sa.ForeignKeyConstraint(
            ["merchant_id", "shipment_id"],
            ["shipments.merchant_id", "shipments.id"],
            name=op.f("fk_feedback_shipments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_feedback")),
    )
    op.create_index(
        op.f("ix_feedback_merchant_id_shipment_id"), "feedback", ["merchant_id", "shipment_id"], unique=True
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("consents")
