"""Remember what is told to whom, and who must not be written to

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"

TIME = sa.DateTime(timezone=True)
INDEXES = (
    (("merchant_id", "code"), True),
    (("merchant_id", "key"), True),
    (("merchant_id", "order_id"), False),
    (("merchant_id", "status", "id"), False),
    (("merchant_id", "recipient_digest", "due_at"), False),
)
PARTIAL = (
    ("ix_notices_provider_id", ["merchant_id", "provider_id"], "provider_id IS NOT NULL"),
    ("ix_notices_due", ["due_at"], "status = 'scheduled'"),
    ("ix_notices_leased", ["leased_until"], "status = 'sending'"),
)


def upgrade() -> None:
    make_notices()
    op.create_table(
        "notice_news",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("received_at", TIME, nullable=False),
        of_merchant("notice_news"),
        sa.PrimaryKeyConstraint(
            "merchant_id", "channel", "provider_id", "status", name=op.f("pk_notice_news")
        ),
    )
    op.create_index(op.f("ix_notice_news_received_at"), "notice_news", ["received_at"])
    op.create_table(
        "suppressions",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient_digest", sa.LargeBinary(), nullable=False),
        sa.Column("recipient_masked", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        of_merchant("suppressions"),
        sa.PrimaryKeyConstraint("merchant_id", "channel", "recipient_digest", name=op.f("pk_suppressions")),
    )


def make_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("code", "key", "kind", "channel")),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("shipment_id", "return_id", "claim_id")),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("recipient_masked", sa.String()),
        sa.Column("recipient_digest", sa.LargeBinary()),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("skip_reason", sa.String()),
        sa.Column("told", JSONB(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("news_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("leased_until", TIME),
        sa.Column("begun_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("provider_id", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("settled_at", TIME),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_notices_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_notices")),
    )
    for columns, unique in INDEXES:
        op.create_index(op.f(f"ix_notices_{'_'.join(columns)}"), "notices", list(columns), unique=unique)
    for name, partial, where in PARTIAL:
        op.create_index(name, "notices", partial, postgresql_where=sa.text(where))


def of_merchant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["merchant_id"], ["merchants.id"], name=op.f(f"fk_{table}_merchants"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("suppressions", "notice_news", "notices"):
        op.drop_table(table)
