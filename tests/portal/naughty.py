"""Hostile and unusual text, and bodies that hold it wherever text may stand."""

import unicodedata
from typing import Any

PRINTABLE = [
    "",
    "0",
    "null",
    "1E+02",
    "' OR '1'='1' --",
    "Robert'); DROP TABLE orders;--",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} %s %n %(x)s {0}",
    "../../etc/passwd",
    "\\0 \\u0000 \\",
    '"quoted" `ticked`',
    "a\nb\r\nc\td",
    "🏳️‍🌈 👩‍👩‍👧‍👦 🇰🇷",
    "שלום مرحبا \u202eright to left",
    "Ω≈ç√∫˜µ≤≥÷ 田中さん 東京 서울",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "\ufeffmark\u200bzero\u2060width\ufffe",
    "𐐷 \U0010ffff",
    "=1+cmd|' /C calc'!A0",
    "字" * 60,
]
CONTROL = ["\0", "a\x07b", "\x1b[31mred", "\x7f", "\x85", "\x9b"]


def is_printable(text: str) -> bool:
    return not any(unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in text)


def order_of(text: str) -> dict[str, Any]:
    """An order that holds the text in every field that takes any text."""
    line = dict.fromkeys(("sku", "product_id", "title", "variant", "product_type", "vendor"), text)
    line |= {"collections": [text], "tags": [text], "id": f"L{text}", "quantity": 1, "unit_price": 1}
    address = dict.fromkeys(("name", "line1", "line2", "city", "region", "postcode"), text)
    order = dict.fromkeys(("channel", "payment_method", "payment_reference"), text)
    customer = dict.fromkeys(("external_id", "phone", "name"), text) | {"tags": [text]}
    return order | {
        "placed_at": "2026-11-02T09:30:00Z",
        "currency": "USD",
        "tags": [text],
        "discount_codes": [text],
        "customer": customer,
        "ship_to": address,
        "lines": [line],
    }


def shipment_of(text: str) -> dict[str, Any]:
    """The same of a shipment."""
    return dict.fromkeys(("carrier", "service", "tracking_number", "location"), text) | {"id": f"S{text}"}


def events_of(text: str) -> dict[str, Any]:
    """The same of a scan."""
    place = dict.fromkeys(("city", "region", "postcode"), text)
    event = {"id": text, "at": "2026-11-04T05:12:00Z", "status": "in_transit", "message": text}
    return {"events": [event | {"location": place}]}
