"""Keep shoppers' photos as rows, so that every host has them and they go with their order

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("DELETE FROM return_photos")  # nothing wrote any yet
    op.drop_column("return_photos", "path")
    op.add_column("return_photos", sa.Column("picture", sa.LargeBinary(), nullable=False))


def downgrade() -> None:
    # A file for each row was never written; what is kept can't be kept in the former table.
    op.execute("DELETE FROM return_photos")
    op.drop_column("return_photos", "picture")
    op.add_column("return_photos", sa.Column("path", sa.String(), nullable=False))
