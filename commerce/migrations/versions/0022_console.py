"""What the console keeps: sessions, second factors, notes on orders, and who changed what

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"

TIME = sa.DateTime(timezone=True)

# A merchant's own deletion comes through the foreign key's trigger, so it is not the outermost.
KEEP = """
CREATE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are neither changed nor deleted';
END
$$;
CREATE TRIGGER keep_audit_entries BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION keep_audit_entries();
"""


def upgrade() -> None:
    op.add_column("users", sa.Column("locale", sa.String(), nullable=True))
    op.add_column("users", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "users", sa.Column("recovery_digests", JSONB(), nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_index(op.f("ix_users_email"), "users", ["email"])
    sessions()
    audit()
    notes()


def sessions() -> None:
    op.create_table(
        "staff_sessions",
        *numbered("staff_sessions"),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "user_id"],
            ["users.merchant_id", "users.id"],
            name=op.f("fk_staff_sessions_users"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("digest", name=op.f("uq_staff_sessions_digest")),
    )
    op.create_index(
        op.f("ix_staff_sessions_merchant_id_user_id"), "staff_sessions", ["merchant_id", "user_id"]
    )


def audit() -> None:
    op.create_table(
        "audit_entries",
        *numbered("audit_entries"),
        sa.Column("at", TIME, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("after", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["merchants.id"],
            name=op.f("fk_audit_entries_merchants"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_audit_entries_merchant_id_subject_id"), "audit_entries", ["merchant_id", "subject", "id"]
    )
    op.execute(KEEP)


def notes() -> None:
    op.create_table(
        "order_notes",
        *numbered("order_notes"),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_order_notes_orders"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_order_notes_merchant_id_order_id"), "order_notes", ["merchant_id", "order_id"])


def numbered(table: str) -> list[sa.Column[int] | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    op.drop_table("order_notes")
    op.drop_table("audit_entries")
    op.execute("DROP FUNCTION keep_audit_entries")
    op.drop_table("staff_sessions")
    op.drop_index(op.f("ix_users_email"), "users")
    for column in ("recovery_digests", "totp_step", "totp_secret", "locale"):
        op.drop_column("users", column)
