"""The order in which people read a policy's keys; the database keeps them in none."""

from typing import Any

KEYS = """
window days from if_not_delivered resolutions store_credit_bonus_percent methods fee fees fee_waived_for
restocking_percent refund_on refund_shipping ship_within_days require_photo_for reasons judged_by rules
name when all any not fact op value then decision window_days window_from keep_item require_photo message
""".split()
PLACES = {key: place for place, key in enumerate(KEYS)}


def in_order(value: Any) -> Any:
    """The same policy with each mapping's keys as documents have them; locales and currencies come last."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (PLACES.get(key, len(PLACES)), key))
        return {key: in_order(value[key]) for key in keys}
    return [in_order(one) for one in value] if isinstance(value, list) else value
