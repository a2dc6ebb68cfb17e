"""Note whose job buys a label, so that it may be tried for again

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("return_labels", sa.Column("event_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("return_labels", "event_id")
