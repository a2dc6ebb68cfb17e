"""What returns, claims and withdrawals tell of a shopper."""

from commerce.personal_data import HELD, OF_ORDER, Held
from commerce.retention import BY_KIND

RETURNS = "SELECT r.id FROM returns r WHERE r.merchant_id = %(merchant)s AND r.order_id = %(order)s"
OF_RETURN = f"t.return_id IN ({RETURNS})"

HELD += [
    Held(
        "returns",
        OF_ORDER,
        """
        gift_email = NULL, decline_reason = NULL,
        override = CASE jsonb_typeof(t.override) WHEN 'object' THEN t.override - 'reason' ELSE t.override END
        """,
        hidden=("page_token",),
    ),
    Held(
        "return_lines",
        OF_RETURN,
        "comment = NULL, photos = '[]', facts = t.facts - 'customer' - 'customer.email'",
    ),
    Held("return_notes", OF_RETURN, "text = '–'"),
    Held("return_photos", OF_ORDER, hidden=("picture",)),
    Held("return_labels", OF_RETURN, "label_url = NULL, qr_code_url = NULL"),
    Held("refunds", OF_ORDER, kept=True),
    Held("claims", OF_ORDER, "description = NULL, denial_reason = NULL, photos = '[]'"),
    Held("withdrawals", OF_ORDER, kept=True),
    Held("withdrawal_contacts", OF_ORDER),
    Held(
        "returns",
        "lower(t.gift_email) = %(email)s",
        "gift_email = NULL",
        of_order=False,
        hidden=("page_token",),
    ),
    Held("credit_accounts", "t.email = %(email)s", "email = NULL", of_order=False),
]

BY_KIND["photos"] = """
DELETE FROM return_photos WHERE merchant_id = %(merchant)s AND code IN (
    SELECT code FROM return_photos WHERE merchant_id = %(merchant)s AND created_at < %(before)s LIMIT %(most)s
) RETURNING code
"""
