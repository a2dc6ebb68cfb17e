"""Find a claim's refunds without reading all of them

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_index(
        "ix_refunds_of_claim",
        "refunds",
        ["merchant_id", "claim_id"],
        postgresql_where=sa.text("claim_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_refunds_of_claim", "refunds")
