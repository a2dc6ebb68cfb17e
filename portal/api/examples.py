"""Bodies that the description shows; a test sends each of them."""

from typing import Any

ORDER: dict[str, Any] = {
    "placed_at": "2026-11-02T09:30:00-05:00",
    "currency": "USD",
    "locale": "en",
    "channel": "web",
    "payment_method": "card",
    "payment_reference": "pi_123",
    "customer": {"external_id": "c1", "email": "ada@example.com", "name": "Ada L", "tags": ["vip"]},
    "ship_to": {
        "name": "Ada L",
        "line1": "1 Main St",
        "city": "San Francisco",
        "region": "CA",
        "postcode": "94103",
        "country": "US",
    },
    "lines": [
        {
            "id": "L1",
            "sku": "TEE-M",
            "title": "Tee",
            "variant": "M",
            "quantity": 2,
            "unit_price": 2500,
            "discount": 500,
            "tax": 360,
            "weight_g": 180,
        }
    ],
    "shipping": 500,
}

SHIPMENT: dict[str, Any] = {
    "id": "S1",
    "carrier": "UPS",
    "service": "Ground",
    "tracking_number": "1Z999AA10123456784",
    "location": "NJ1",
    "shipped_at": "2026-11-03T16:00:00-05:00",
    "lines": [{"id": "L1", "quantity": 1}],
    "promised_on": "2026-11-09",
}

EVENTS: dict[str, Any] = {
    "events": [
        {
            "at": "2026-11-04T05:12:00-05:00",
            "status": "in_transit",
            "status_detail": "arrived_at_facility",
            "message": "Arrived at facility",
            "location": {"city": "Newark", "region": "NJ", "country": "US", "postcode": "07114"},
        }
    ]
}

DELIVERY_BATCH: dict[str, Any] = {
    "requests": [
        {"country": "US", "postcode": "94103", "locale": "en"},
        {"country": "US", "postcode": "10001", "weight_g": 450},
    ]
}

QUESTION: dict[str, Any] = {
    "order": "1001",
    "lines": [{"id": "L1", "quantity": 1, "reason": "too_small"}],
}

RETURN: dict[str, Any] = {
    "order": "1001",
    "lines": [
        {
            "id": "L1",
            "quantity": 1,
            "reason": "too_small",
            "comment": "A size larger would do.",
            "resolution": "refund",
            "method": "label",
        }
    ],
}

RECEIPT: dict[str, Any] = {
    "lines": [{"id": "L1", "quantity": 1, "condition": "as_new", "disposition": "restock"}]
}

POLICY: dict[str, Any] = {
    "policy": {
        "window": {"days": 30, "from": "delivered", "if_not_delivered": "review"},
        "resolutions": ["exchange", "store_credit", "refund"],
        "fee": 495,
        "fee_waived_for": ["exchange", "store_credit"],
        "rules": [
            {
                "name": "Final sale",
                "when": {"fact": "line.final_sale", "op": "eq", "value": True},
                "then": {"decision": "deny", "message": {"en": "Final-sale items can't be returned."}},
            }
        ],
    }
}

CLAIM: dict[str, Any] = {
    "order": "1001",
    "shipment": "S1",
    "kind": "damaged",
    "lines": [{"id": "L1", "quantity": 1}],
    "description": "The box was crushed.",
}

SIMULATION: dict[str, Any] = {"policy": {"window": {"days": 14}}, "since": "2026-10-01T00:00:00Z"}

PREVIEW: dict[str, Any] = {
    "kind": "delayed",
    "order": "1001",
    "locale": "en",
    "templates": {"subject": "{{ order.number }} is late: now expected {{ parcel.expected }}"},
}
