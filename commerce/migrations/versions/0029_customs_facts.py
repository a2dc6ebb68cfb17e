"""Keep what customs ask of a line

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("order_lines", sa.Column("hs_code", sa.String(), nullable=True))
    op.add_column("order_lines", sa.Column("origin_country", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("order_lines", "origin_country")
    op.drop_column("order_lines", "hs_code")
