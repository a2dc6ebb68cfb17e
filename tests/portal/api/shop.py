"""A shop with a return policy and a delivered order, told over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commerce.models import Merchant
from returns import publishing
from tests.portal.calling import ApiClient

POLICY: dict[str, Any] = {
    "window": {"days": 30, "from": "delivered", "if_not_delivered": "review"},
    "resolutions": ["exchange", "store_credit", "refund"],
    "store_credit_bonus_percent": 10,
    "methods": ["label", "drop_off"],
    "fee": 495,
    "fee_waived_for": ["exchange", "store_credit"],
    "require_photo_for": ["damaged"],
    "rules": [
        {
            "name": "Final sale",
            "when": {"fact": "line.final_sale", "op": "eq", "value": True},
            "then": {"decision": "deny", "message": {"en": "Final-sale items can't be returned."}},
        },
        {
            "name": "Look at expensive things",
            "when": {"fact": "line.unit_price", "op": "gt", "value": 30000},
            "then": {"decision": "review"},
        },
        {
            "name": "Cheap things stay",
            "when": {"fact": "line.unit_paid", "op": "lt", "value": 800},
            "then": {"keep_item": True, "fee": 0},
        },
    ],
}

TEE = {
    "id": "L1",
    "sku": "TEE-M",
    "title": "Tee",
    "quantity": 2,
    "unit_price": 2500,
    "discount": 500,
    "tax": 361,
}
SOCKS = {"id": "L2", "sku": "SOCK", "title": "Socks", "quantity": 1, "unit_price": 700}
COAT = {"id": "L3", "sku": "COAT", "title": "Coat", "quantity": 1, "unit_price": 40000}
HAT = {"id": "L4", "sku": "HAT", "title": "Hat", "quantity": 1, "unit_price": 1500, "final_sale": True}


def publish(merchant: Merchant, **changes: Any) -> int:
    """Publish the policy, with changes; returns its version."""
    return publishing.publish(merchant.id, publishing.draft(merchant.id, POLICY | changes).version).version


def ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def deliver(
    api: ApiClient, *lines: dict[str, Any], number: str = "1001", days: float = 3, **more: Any
) -> None:
    """Put an order of the lines (two tees) whose one parcel was delivered so many days ago."""
    body = {"placed_at": ago(days + 4), "currency": "USD", "customer": {"email": "ada@example.com"}}
    body |= {"lines": list(lines) or [TEE], "shipping": 500} | more
    assert api.put(f"/v1/orders/{number}", json=body).status_code in (200, 201)
    parcel = {"id": f"S-{number}", "carrier": "UPS", "shipped_at": ago(days + 2)}
    assert api.post(f"/v1/orders/{number}/shipments", json=parcel).status_code in (200, 201)
    scan = {"at": ago(days), "status": "delivered"}
    assert api.post(f"/v1/shipments/S-{number}/events", json={"events": [scan]}).status_code == 200


def ask(line: str = "L1", quantity: int = 1, **more: Any) -> dict[str, Any]:
    """A line of a request."""
    plain = {
        "id": line,
        "quantity": quantity,
        "reason": "too_small",
        "resolution": "refund",
        "method": "label",
    }
    return plain | more


def request(api: ApiClient, *lines: dict[str, Any], number: str = "1001", **more: Any) -> dict[str, Any]:
    """Ask for a return that must be granted or looked at; returns it."""
    answer = api.post("/v1/returns", json={"order": number, "lines": list(lines) or [ask()]} | more)
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made
