"""What parcels tell of a shopper: carriers' own words now and then, and their messages as they came."""

from commerce.personal_data import BYTES_SPEAK, HELD, OF_ORDER, SPEAKS, Held
from commerce.retention import BY_KIND

PARCELS = "SELECT s.parcel FROM shipments s WHERE s.merchant_id = %(merchant)s AND s.order_id = %(order)s"

HELD += [
    Held("shipments", OF_ORDER, kept=True),
    Held("scans", f"t.parcel IN ({PARCELS}) AND {SPEAKS.format('t.message')}", "message = ''", told=False),
    Held("foreign_messages", BYTES_SPEAK, "body = ''", told=False),
]

BY_KIND["messages"] = """
DELETE FROM foreign_messages WHERE merchant_id = %(merchant)s AND id IN (
    SELECT id FROM foreign_messages WHERE merchant_id = %(merchant)s AND received_at < %(before)s
        AND outcome IS NOT NULL ORDER BY id LIMIT %(most)s
) RETURNING id
"""
