"""Post what happens to merchants' own programs, and know when shoppers wrote by WhatsApp

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    make_endpoints()
    make_posts()
    op.create_table(
        "whatsapp_windows",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("sender_digest", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        of_merchant("whatsapp_windows"),
        sa.PrimaryKeyConstraint("merchant_id", "sender_digest", name=op.f("pk_whatsapp_windows")),
    )


def make_endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", JSONB(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("paused_reason", sa.String()),
        sa.Column("paused_at", TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", TIME),
        sa.Column("quiet_until", TIME),
        sa.Column("last_success_at", TIME),
        sa.Column("last_error", sa.String()),
        sa.Column("last_error_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        of_merchant("webhook_endpoints"),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_index(
        op.f("ix_webhook_endpoints_merchant_id_code"),
        "webhook_endpoints",
        ["merchant_id", "code"],
        unique=True,
    )


def make_posts() -> None:
    op.create_table(
        "webhook_posts",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer()),
        sa.Column("error", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("tried_at", TIME),
        sa.Column("settled_at", TIME),
        sa.ForeignKeyConstraint(
            ["merchant_id", "endpoint_id"],
            ["webhook_endpoints.merchant_id", "webhook_endpoints.id"],
            name=op.f("fk_webhook_posts_webhook_endpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "endpoint_id", "event_id", name=op.f("pk_webhook_posts")),
    )
    op.create_index("ix_webhook_posts_event_id", "webhook_posts", ["merchant_id", "event_id"])
    op.create_index(
        "ix_webhook_posts_held",
        "webhook_posts",
        ["merchant_id", "endpoint_id"],
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index("ix_webhook_posts_created_at", "webhook_posts", ["created_at"], postgresql_using="brin")


def of_merchant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["merchant_id"], ["merchants.id"], name=op.f(f"fk_{table}_merchants"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("whatsapp_windows", "webhook_posts", "webhook_endpoints"):
        op.drop_table(table)
