"""Figures by week, and the database's own notes of which orders to count anew

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"

# An order's change of e-mail address concerns the orders that its old address had returned something of.
FUNCTIONS = """
CREATE FUNCTION note_order_to_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insight_changes (merchant_id, order_id) VALUES (NEW.merchant_id, NEW.id);
    IF TG_OP = 'UPDATE' AND OLD.email IS DISTINCT FROM NEW.email THEN
        INSERT INTO insight_changes (merchant_id, order_id)
        SELECT DISTINCT o.merchant_id, o.id FROM orders o
        JOIN returns r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
        WHERE o.merchant_id = OLD.merchant_id AND o.email = OLD.email;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION note_part_to_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insight_changes (merchant_id, order_id) VALUES (NEW.merchant_id, NEW.order_id);
    RETURN NULL;
END
$$;
CREATE FUNCTION note_return_part_to_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insight_changes (merchant_id, order_id)
    SELECT merchant_id, order_id FROM returns WHERE merchant_id = NEW.merchant_id AND id = NEW.return_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION note_feedback_to_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insight_changes (merchant_id, order_id)
    SELECT merchant_id, order_id FROM shipments WHERE merchant_id = NEW.merchant_id AND id = NEW.shipment_id;
    RETURN NULL;
END
$$;
"""
PART, RETURN_PART = "note_part_to_count", "note_return_part_to_count"
DELAYS = "'delayed', 'promise_missed', 'stalled', 'not_shipped', 'exception'"
# (table, name, event, condition, function); most scans of a parcel change nothing that is counted
TRIGGERS = [
    ("orders", "made", "INSERT", None, "note_order_to_count"),
    (
        "orders",
        "changed",
        "UPDATE OF updated_at, placed_at, cancelled_at, email, ship_to",
        None,
        "note_order_to_count",
    ),
    ("order_lines", "changed", "UPDATE OF quantity, cancelled_quantity, title, variant", None, PART),
    ("shipments", "made", "INSERT", "NEW.promised_on IS NOT NULL OR NEW.delivered_at IS NOT NULL", PART),
    (
        "shipments",
        "changed",
        "UPDATE OF promised_on, shipped_at, delivered_at, carrier, location, direction, order_id, status",
        "(OLD.promised_on, OLD.shipped_at, OLD.delivered_at, OLD.carrier, OLD.location, OLD.direction,"
        " OLD.status = 'cancelled') IS DISTINCT FROM (NEW.promised_on, NEW.shipped_at, NEW.delivered_at,"
        " NEW.carrier, NEW.location, NEW.direction, NEW.status = 'cancelled')",
        PART,
    ),
    ("returns", "made", "INSERT", None, PART),
    ("returns", "changed", "UPDATE OF status", "OLD.status <> NEW.status", PART),
    ("return_lines", "made", "INSERT", None, RETURN_PART),
    (
        "return_lines",
        "changed",
        "UPDATE OF quantity, released_quantity, reason",
        "(OLD.quantity, OLD.released_quantity, OLD.reason)"
        " IS DISTINCT FROM (NEW.quantity, NEW.released_quantity, NEW.reason)",
        RETURN_PART,
    ),
    ("replacements", "made", "INSERT", None, RETURN_PART),
    ("replacements", "changed", "UPDATE OF status, quantity", None, RETURN_PART),
    ("refunds", "made", "INSERT", None, PART),
    ("refunds", "changed", "UPDATE OF status, paid_at, settled_at", None, PART),
    ("claims", "made", "INSERT", None, PART),
    ("incidents", "made", "INSERT", "NEW.kind = 'promise_missed'", PART),
    (
        "notices",
        "sent",
        "UPDATE OF sent_at",
        f"OLD.sent_at IS DISTINCT FROM NEW.sent_at AND NEW.kind IN ({DELAYS})",
        PART,
    ),
    ("feedback", "made", "INSERT OR UPDATE", None, "note_feedback_to_count"),
]


def upgrade() -> None:
    op.create_table(
        "insight_changes",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "id", name=op.f("pk_insight_changes")),
    )
    op.create_table(
        "insight_shares",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("figures", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("merchant_id", "order_id", name=op.f("pk_insight_shares")),
        sa.ForeignKeyConstraint(
            ["merchant_id", "order_id"],
            ["orders.merchant_id", "orders.id"],
            name=op.f("fk_insight_shares_orders"),
            ondelete="CASCADE",
        ),
    )
    weeks()
    op.execute(FUNCTIONS)
    for table, name, event, condition, function in TRIGGERS:
        when = f"WHEN ({condition})" if condition else ""
        op.execute(
            f"CREATE TRIGGER {name}_to_count AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
        )
    op.execute("INSERT INTO insight_changes (merchant_id, order_id) SELECT merchant_id, id FROM orders")


def weeks() -> None:
    op.create_table(
        "insight_weeks",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("merchant_id", "measure", "dimension", "week", "value"), name=op.f("pk_insight_weeks")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_insight_weeks_merchants"), ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    for table, name, *_ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}_to_count ON {table}")
    for name in ("note_order_to_count", PART, RETURN_PART, "note_feedback_to_count"):
        op.execute(f"DROP FUNCTION {name}")
    for table in ("insight_weeks", "insight_shares", "insight_changes"):
        op.drop_table(table)
