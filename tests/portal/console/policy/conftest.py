"""A shop with a policy in force, and forms sent as the pages have them."""

import html
import re
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from commerce.merchants import Known
from commerce.models import Merchant
from tests.portal.console.staffing import Desk
from tests.returns.shop import open_shop

FINAL = {
    "name": "Final sale",
    "when": {
        "any": [
            {"fact": "line.final_sale", "op": "eq", "value": True},
            {"fact": "line.discount_percent", "op": "gte", "value": 50},
        ]
    },
    "then": {"decision": "deny", "message": {"en": "No way back.", "ja": "返品できません。"}},
}
VIP = {
    "name": "VIPs",
    "when": {"fact": "customer.tags", "op": "contains", "value": "vip"},
    "then": {"window_days": 60, "fee": 0},
}
POLICY: dict[str, Any] = {
    "window": {"days": 30, "from": "delivered", "if_not_delivered": "review"},
    "resolutions": ["refund", "exchange", "store_credit"],
    "fee": 495,
    "fees": {"JPY": 500},
    "fee_waived_for": ["exchange"],
    "reasons": ["changed_mind", "damaged", "Never liked it"],
    "require_photo_for": ["damaged"],
    "rules": [VIP, FINAL],
}


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, **POLICY)


def fields_of(page: str, form: str) -> MultiDict[str, str]:
    """What a browser would send of a form of the page, `form` being a part of its opening tag."""
    body = re.search(rf"<form[^>]*{re.escape(form)}[^>]*>(.*?)</form>", page, re.S)
    assert body, form
    told: MultiDict[str, str] = MultiDict()
    pattern = r"<input[^>]*>|<select[^>]*>.*?</select>|<textarea[^>]*>.*?</textarea>"
    for tag in re.findall(pattern, body[1], re.S):
        name = re.search(r' name="([^"]*)"', tag)
        if name is None:
            continue
        for value in values_of(tag):
            told.add(html.unescape(name[1]), html.unescape(value))
    return told


def values_of(tag: str) -> list[str]:
    if tag.startswith("<textarea"):
        return [tag.partition(">")[2].removesuffix("</textarea>")]
    if tag.startswith("<select"):
        options = re.findall(r"<option([^>]*)>", tag)
        chosen = next((one for one in options if "selected" in one), options[0] if options else None)
        found = re.search(r'value="([^"]*)"', chosen) if chosen is not None else None
        return [found[1] if found else ""]
    if 'type="checkbox"' in tag and " checked" not in tag:
        return []
    found = re.search(r' value="([^"]*)"', tag)
    return [found[1] if found else ""]


def send(desk: Desk, path: str, told: MultiDict[str, str], **changes: str) -> Any:
    """Send a form with changes; follows to where it leads."""
    told = told.copy()
    for name, value in changes.items():
        told.setlist(name, [value])
    return desk.client.post(f"/console{path}", data=told, follow_redirects=True)
