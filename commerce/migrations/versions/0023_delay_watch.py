"""Watch parcels and orders for delays

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

WATCHED = ("shipments", "orders")
# Parcels under way are looked at within an hour, not all at once.
FIRST_LOOK = """
UPDATE shipments SET watch_at = now() + random() * interval '1 hour'
WHERE direction = 'outbound' AND delivered_at IS NULL AND status NOT IN ('cancelled', 'return_to_sender')
  AND created_at > now() - interval '90 days'
"""


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["merchant_id", f"{table[:-1]}_id"],
                [f"{table}.merchant_id", f"{table}.id"],
                name=op.f(f"fk_incidents_{table}"),
                ondelete="CASCADE",
            )
            for table in WATCHED
        ),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_incidents")),
    )
    for name, last, only in (("key", "key", None), ("open", "kind", sa.text("cleared_at IS NULL"))):
        op.create_index(
            f"ix_incidents_{name}",
            "incidents",
            ["merchant_id", "order_id", "shipment_id", last],
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=only,
        )
    op.create_index(op.f("ix_incidents_merchant_id_shipment_id"), "incidents", ["merchant_id", "shipment_id"])
    op.create_table(
        "scan_gaps",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("carrier", "lane", "stage")),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_scan_gaps_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "merchant_id", "carrier", "lane", "stage", "weekday", name=op.f("pk_scan_gaps")
        ),
    )
    for table in WATCHED:
        op.add_column(table, sa.Column("watch_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(FIRST_LOOK)
    for table in WATCHED:
        op.create_index(
            f"ix_{table}_watch",
            table,
            ["merchant_id", "watch_at", "id"],
            postgresql_where=sa.text("watch_at IS NOT NULL"),
        )


def downgrade() -> None:
    for table in WATCHED:
        op.drop_index(f"ix_{table}_watch", table)
        op.drop_column(table, "watch_at")
    op.drop_table("scan_gaps")
    op.drop_table("incidents")
