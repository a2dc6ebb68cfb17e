"""Keep delivery history, fitted models, quotes and their scorecards

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "eta_models",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("merchant_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("manifest", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scorecard", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contest", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("trained_from", sa.Date(), nullable=True),
        sa.Column("trained_to", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promoted_by", sa.String(), nullable=True),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_eta_models_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eta_models")),
    )
    op.create_index(
        op.f("ix_eta_models_merchant_id_made_at"), "eta_models", ["merchant_id", "made_at"], unique=False
    )
    op.create_index(
        "ix_eta_models_serving",
        "eta_models",
        ["merchant_id"],
        unique=True,
        postgresql_where=sa.text("status = 'serving'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "eta_quotes",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("weight_g", sa.Double(), nullable=True),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("shipment", sa.String(), nullable=True),
        sa.Column("chosen", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_eta_quotes_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_eta_quotes")),
    )
    op.create_index(
        "ix_eta_quotes_asked_at", "eta_quotes", ["asked_at"], unique=False, postgresql_using="brin"
    )
    op.create_index(
        op.f("ix_eta_quotes_merchant_id_country_postcode_asked_at"),
        "eta_quotes",
        ["merchant_id", "country", "postcode", "asked_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_eta_quotes_merchant_id_delivered_on"),
        "eta_quotes",
        ["merchant_id", "delivered_on"],
        unique=False,
    )
    op.create_index(
        "ix_eta_quotes_open",
        "eta_quotes",
        ["merchant_id", "shipment"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "eta_scorecards",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("card", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("widening", sa.Double(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_eta_scorecards_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "day", name=op.f("pk_eta_scorecards")),
    )
    op.create_table(
        "history_parcels",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("shipment_id", sa.String(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("origin_id", sa.String(), nullable=True),
        sa.Column("origin_country", sa.String(), nullable=False),
        sa.Column("origin_postcode", sa.String(), nullable=True),
        sa.Column("dest_country", sa.String(), nullable=False),
        sa.Column("dest_postcode", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("weight_g", sa.Double(), nullable=True),
        sa.Column("volume_cm3", sa.Double(), nullable=True),
        sa.Column("price", sa.Double(), nullable=True),
        sa.Column("items", sa.Double(), nullable=True),
        sa.Column("freight", sa.Double(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_history_parcels_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "source", "shipment_id", name=op.f("pk_history_parcels")),
    )
    op.create_index(
        op.f("ix_history_parcels_merchant_id_ordered_at"),
        "history_parcels",
        ["merchant_id", "ordered_at"],
        unique=False,
    )
    op.create_table(
        "eta_model_files",
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["eta_models.id"], name=op.f("fk_eta_model_files_eta_models"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("model_id", "name", name=op.f("pk_eta_model_files")),
    )


def downgrade() -> None:
    op.drop_table("eta_model_files")
    op.drop_table("history_parcels")
    op.drop_table("eta_scorecards")
    op.drop_table("eta_quotes")
    op.drop_table("eta_models")
