"""Let notes on returns be questions and answers

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("return_notes", sa.Column("kind", sa.String(), server_default="note", nullable=False))


def downgrade() -> None:
    op.drop_column("return_notes", "kind")
