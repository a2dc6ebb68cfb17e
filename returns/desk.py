"""Which return a parcel on the table is: found by whatever its label, its code or its page says."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from commerce.database import run
from returns.statuses import ReturnStatus
from tracking.parcels import number_key

LONGEST = 200
ROUTED = re.compile(r"420(?:\d{9}|\d{5})(9\d{19,25})")
"""A US postcode before a tracking number (USPS Publication 199, routing application identifier 420)."""

LONG_LABEL = re.compile(r"\d{22}(\d{12})")
"""The 34 digits of a FedEx label, of which the last twelve are its tracking number."""

AWAITED = (ReturnStatus.IN_TRANSIT, ReturnStatus.APPROVED, ReturnStatus.RECEIVED, ReturnStatus.REQUESTED)
MOST = 20


class Found(NamedTuple):
    """A return that the code may mean."""

    code: str
    order: str
    name: str | None
    status: str


def readings(scanned: str) -> list[str]:
    """What a scanned text may stand for: itself, the end of an address, the number in a longer barcode."""
    text = "".join(filter(str.isprintable, scanned)).strip()[:LONGEST]
    bare = re.sub(r"[\s-]", "", text).upper()
    found = [text, bare]
    if "://" in text:
        found.append(urlsplit(text).path.rstrip("/").rpartition("/")[2])
    for pattern in (ROUTED, LONG_LABEL):
        if match := pattern.fullmatch(bare):
            found.append(match[1])
    return [one for one in dict.fromkeys(found) if one]


def find(merchant_id: int, scanned: str) -> list[Found]:
    """The returns that it names: those that it names alone, else those of an order that wait for a parcel."""
    codes = readings(scanned)
    if not codes:
        return []
    values = {"merchant": merchant_id, "codes": codes, "awaited": list(AWAITED), "most": MOST}
    values["parcels"] = [number_key(code) for code in codes]
    rows = [(exact, Found(*row)) for exact, *row in run(FIND, values)]
    exact = [found for is_exact, found in rows if is_exact]
    return exact or [found for _, found in rows]


FIND = """
WITH named AS (
    SELECT id, true AS exact FROM returns
    WHERE merchant_id = %(merchant)s AND (code = ANY(%(codes)s) OR page_token = ANY(%(codes)s))
    UNION
    SELECT return_id, true FROM return_labels
    WHERE merchant_id = %(merchant)s AND tracking_number = ANY(%(codes)s)
    UNION
    SELECT r.id, true FROM shipments s
    JOIN returns r ON r.merchant_id = s.merchant_id AND r.own_shipment = s.code
    WHERE s.merchant_id = %(merchant)s AND s.parcel = ANY(%(parcels)s)
    UNION
    SELECT r.id, false FROM orders o JOIN returns r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
    WHERE o.merchant_id = %(merchant)s AND o.number = ANY(%(codes)s) AND r.status = ANY(%(awaited)s)
)
SELECT n.exact, r.code, o.number, o.customer ->> 'name', r.status
FROM named n JOIN returns r ON r.merchant_id = %(merchant)s AND r.id = n.id
JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id
ORDER BY array_position(%(awaited)s::text[], r.status), r.id DESC LIMIT %(most)s
"""
