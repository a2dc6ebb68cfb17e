"""Under which key a parcel's scans stand: its tracking number, or, without one, its shipment."""

import re

NOISE = re.compile(r"[\s\-._/]+")


def key(tracking_number: str | None, order_id: int, code: str) -> str:
    """`tn:1Z…` for a parcel with a number, else a key of the shipment's own."""
    return number_key(tracking_number) if tracking_number else f"shp:{order_id}:{code}"


def number_key(tracking_number: str) -> str:
    """The number without case, spaces and hyphens, as carriers and people write it differently."""
    return f"tn:{NOISE.sub('', tracking_number).upper()}"
