"""Make versions of return policies

Revision ID: 0007
Revises: 0006
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

INSERT = sa.text("""
INSERT INTO policy_versions (merchant_id, version, source, digest, created_at, published_at)
VALUES (:merchant, 1, CAST(:source AS jsonb), :digest, :at, :at)
""")


def upgrade() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("merchant_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchants.id"], name=op.f("fk_policy_versions_merchants"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merchant_id", "version", name=op.f("pk_policy_versions")),
    )

    publish_what_stands_in_files()


def publish_what_stands_in_files() -> None:
    """Make each merchant's policy version 1, in force from the merchant's first day."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, config->'return_policy', created_at FROM merchants")).all()
    for merchant_id, policy, created_at in rows:
        if policy:
            canonical = json.dumps(policy, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            facts = {"merchant": merchant_id, "source": json.dumps(policy), "at": created_at}
            facts["digest"] = hashlib.sha256(canonical.encode()).hexdigest()
            connection.execute(INSERT, facts)


def downgrade() -> None:
    op.drop_table("policy_versions")
