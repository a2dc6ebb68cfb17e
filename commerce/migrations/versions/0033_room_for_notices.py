"""Leave notices room to change in their place, and touch no index while they leave

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.execute("ALTER TABLE notices SET (fillfactor = 70)")
    op.drop_index("ix_notices_leased", "notices")
    op.create_index("ix_notices_leased", "notices", ["id"], postgresql_where=sa.text("status = 'sending'"))


def downgrade() -> None:
    op.drop_index("ix_notices_leased", "notices")
    op.create_index(
        "ix_notices_leased", "notices", ["leased_until"], postgresql_where=sa.text("status = 'sending'")
    )
    op.execute("ALTER TABLE notices RESET (fillfactor)")
