"""Withdrawals from contracts, in a log that nobody can change

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

LOG = ("withdrawals", "withdrawal_receipts")
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what stands in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    op.add_column(
        "order_lines", sa.Column("cancelled_quantity", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_check_constraint(
        op.f("ck_order_lines_cancelled"), "order_lines", "cancelled_quantity BETWEEN 0 AND quantity"
    )
    for table in ("returns", "refunds"):
        op.add_column(table, sa.Column("withdrawal", sa.String(), nullable=True))
    create_log()
    op.create_table(
        "withdrawal_contacts",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        of_withdrawal("withdrawal_contacts"),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_withdrawal_contacts_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("merchant_id", "withdrawal_id", name=op.f("pk_withdrawal_contacts")),
    )
    for column in ("order_id", "email"):
        name = op.f(f"ix_withdrawal_contacts_merchant_id_{column}")
        op.create_index(name, "withdrawal_contacts", ["merchant_id", column])


def create_log() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("content", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("return_code", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("cancelled_share", sa.BigInteger(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_withdrawals")),
    )
    op.create_index(
        op.f("ix_withdrawals_merchant_id_code"), "withdrawals", ["merchant_id", "code"], unique=True
    )
    op.create_index(
        op.f("ix_withdrawals_merchant_id_order_id_id"), "withdrawals", ["merchant_id", "order_id", "id"]
    )
    op.create_table(
        "withdrawal_receipts",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        of_withdrawal("withdrawal_receipts"),
        sa.PrimaryKeyConstraint("merchant_id", "withdrawal_id", name=op.f("pk_withdrawal_receipts")),
    )
    op.execute(REFUSE)
    for table in LOG:
        op.execute(
            f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def of_withdrawal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["merchant_id", "withdrawal_id"],
        ["withdrawals.merchant_id", "withdrawals.id"],
        name=op.f(f"fk_{table}_withdrawals"),
    )


def downgrade() -> None:
    for table in ("withdrawal_contacts", "withdrawal_receipts", "withdrawals"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    for table in ("returns", "refunds"):
        op.drop_column(table, "withdrawal")
    op.drop_column("order_lines", "cancelled_quantity")
