"""Messages and merchants for tests of channels."""

from datetime import UTC, datetime
from typing import Any

from commerce.merchants import Known
from notifications.message import Message


def message(**changes: Any) -> Message:
    """Word of a delay, for a number in San Francisco."""
    plain: dict[str, Any] = {
        "notice": "ntc_1",
        "merchant_id": 1,
        "kind": "delayed",
        "recipient": "+14155550123",
        "locale": "en",
        "subject": None,
        "text": "Your parcel comes on Friday.",
        "html": None,
        "at": datetime(2026, 11, 21, tzinfo=UTC),
        "sender_name": "Acme",
        "sender": None,
        "reply_to": None,
        "unsubscribe_url": None,
        "parameters": ("Ada", "Friday"),
    }
    return Message(**plain | changes)


def known(merchant_id: int = 1, **integrations: dict[str, Any]) -> Known:
    """A merchant with these integrations."""
    return Known(merchant_id, "acme", 1, {"name": "Acme"}, integrations)
