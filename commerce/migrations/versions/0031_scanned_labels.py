"""Find a return by its label's tracking number, however many labels there are

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_index(
        "ix_return_labels_tracking_number",
        "return_labels",
        ["merchant_id", "tracking_number"],
        postgresql_where=sa.text("tracking_number IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_return_labels_tracking_number", "return_labels")
