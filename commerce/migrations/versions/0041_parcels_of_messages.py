"""Note which parcel a stored message is about, so that one order's are found among all

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

INDEX = "ix_foreign_messages_merchant_id_parcel"
KNOWN = """
UPDATE foreign_messages m SET parcel = s.parcel FROM scans s
WHERE s.merchant_id = m.merchant_id AND s.message_id = m.id
"""


def upgrade() -> None:
    op.add_column("foreign_messages", sa.Column("parcel", sa.String()))
    op.execute(KNOWN)
    op.create_index(INDEX, "foreign_messages", ["merchant_id", "parcel"])


def downgrade() -> None:
    op.drop_index(INDEX, "foreign_messages")
    op.drop_column("foreign_messages", "parcel")
