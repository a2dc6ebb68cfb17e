"""What parcels tell of a shopper: carriers' own words now and then, and their messages as they came."""

from commerce.personal_data import BYTES_SPEAK, HELD, OF_ORDER, SPEAKS, Held
from commerce.retention import BY_KIND

PARCELS = """
SELECT unnest(ARRAY[s.parcel, 'shp:' || s.order_id || ':' || s.code]) FROM shipments s
WHERE s.merchant_id = %(merchant)s AND s.order_id = %(order)s
"""  # as `tracking.parcels.key` makes them: with its number, and before it had one
ABOUT = f"(t.parcel = ANY(ARRAY({PARCELS})) OR t.parcel IS NULL)"

HELD += [
    Held("shipments", OF_ORDER, kept=True),
    Held("scans", f"t.parcel IN ({PARCELS}) AND {SPEAKS.format('t.message')}", "message = ''", told=False),
    Held("foreign_messages", f"{ABOUT} AND {BYTES_SPEAK}", "body = ''", told=False),
    Held("foreign_messages", BYTES_SPEAK, "body = ''", of_order=False, told=False),
]

BY_KIND["messages"] = """
DELETE FROM foreign_messages WHERE merchant_id = %(merchant)s AND id IN (
    SELECT id FROM foreign_messages WHERE merchant_id = %(merchant)s AND received_at < %(before)s
        AND outcome IS NOT NULL ORDER BY id LIMIT %(most)s
) RETURNING id
"""
