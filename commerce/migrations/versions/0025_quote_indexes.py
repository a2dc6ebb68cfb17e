"""Write a quote without touching what only quotes with a parcel are looked up by

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

TABLE = "eta_quotes"
BY_PLACE = "ix_eta_quotes_merchant_id_country_postcode_asked_at"
BY_DELIVERY = "ix_eta_quotes_merchant_id_delivered_on"
BY_TIME = "ix_eta_quotes_merchant_id_asked_at"


def upgrade() -> None:
    for name in (BY_PLACE, BY_DELIVERY, "ix_eta_quotes_open"):
        op.drop_index(name, table_name=TABLE)
    op.create_index(BY_TIME, TABLE, ["merchant_id", "asked_at"])
    op.create_index(
        "ix_eta_quotes_shipment",
        TABLE,
        ["merchant_id", "shipment"],
        postgresql_where=sa.text("shipment IS NOT NULL"),
    )
    op.create_index(
        "ix_eta_quotes_delivered",
        TABLE,
        ["merchant_id", "delivered_on"],
        postgresql_where=sa.text("delivered_on IS NOT NULL"),
    )


def downgrade() -> None:
    for name in ("ix_eta_quotes_delivered", "ix_eta_quotes_shipment", BY_TIME):
        op.drop_index(name, table_name=TABLE)
    op.create_index(
        "ix_eta_quotes_open",
        TABLE,
        ["merchant_id", "shipment"],
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_index(BY_DELIVERY, TABLE, ["merchant_id", "delivered_on"])
    op.create_index(BY_PLACE, TABLE, ["merchant_id", "country", "postcode", "asked_at"])
