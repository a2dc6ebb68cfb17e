"""Stripe's objects, with what Waypost reads of them."""

from typing import Any


def a_refund(**fields: Any) -> dict[str, Any]:
    """A refund of 12.00 USD that succeeded."""
    plain: dict[str, Any] = {"id": "re_1", "object": "refund", "amount": 1200, "currency": "usd"}
    plain |= {"status": "succeeded", "failure_reason": None, "metadata": {}}
    return plain | {"payment_intent": "pi_1", "charge": "ch_1"} | fields


def an_event(about: object, event_id: str = "evt_1", kind: str = "refund.updated") -> dict[str, Any]:
    """An event about an object."""
    return {"id": event_id, "object": "event", "type": kind, "data": {"object": about}}
