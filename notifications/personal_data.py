"""What notices tell of a shopper. A choice not to be written to stays under a hash alone, so that it still holds."""

from commerce.personal_data import HELD, OF_ORDER, Held
from commerce.retention import BY_KIND

PARCELS = "SELECT s.id FROM shipments s WHERE s.merchant_id = %(merchant)s AND s.order_id = %(order)s"

HELD += [
    Held(
        "notices",
        OF_ORDER,
        "recipient_masked = NULL, recipient_digest = NULL, subject = NULL, error = NULL",
        hidden=("recipient_digest",),
    ),
    Held("feedback", f"t.shipment_id IN ({PARCELS})", "comment = NULL"),
    Held(
        "consents",
        "t.address_digest = ANY(%(digests)s)",
        "address_masked = '•••'",
        of_order=False,
        hidden=("address_digest",),
    ),
    Held(
        "suppressions",
        "t.recipient_digest = ANY(%(digests)s)",
        "recipient_masked = '•••'",
        of_order=False,
        hidden=("recipient_digest",),
    ),
    Held("whatsapp_windows", "t.sender_digest = ANY(%(digests)s)", of_order=False, told=False),
]

BY_KIND["notices"] = """
DELETE FROM notices WHERE merchant_id = %(merchant)s AND id IN (
    SELECT id FROM notices WHERE merchant_id = %(merchant)s AND created_at < %(before)s
        AND status NOT IN ('scheduled', 'sending') ORDER BY id LIMIT %(most)s
) RETURNING id
"""
