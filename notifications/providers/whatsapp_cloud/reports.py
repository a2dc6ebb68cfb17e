"""What the Cloud API's webhooks tell. Source: Meta's "WhatsApp Cloud API: webhooks, payload examples"."""

from collections.abc import Iterator
from typing import Any

import orjson

from notifications.news import Final
from notifications.providers.reports import Delivery, Report, Written

STATUSES: dict[str, Final] = {"delivered": "delivered", "read": "delivered", "failed": "failed"}
DEAD = {131026: "this number has no WhatsApp, or takes none of it", 131050: "its owner wants none"}


def parse(body: bytes) -> list[Report]:
    """Every report in a body, in its order; what is of no interest, or of another shape, is left out."""
    try:
        told = orjson.loads(body)
    except ValueError:
        return []
    reports: list[Report] = []
    for value in values(told):
        reports += deliveries(value)
        reports += written(value)
    return reports


def values(told: Any) -> Iterator[dict[str, Any]]:
    for entry in dicts(told, "entry"):
        for change in dicts(entry, "changes"):
            if isinstance(change.get("value"), dict):
                yield change["value"]


def deliveries(value: dict[str, Any]) -> Iterator[Delivery]:
    for status in dicts(value, "statuses"):
        ours = STATUSES.get(str(status.get("status")))
        if ours is None or not isinstance(status.get("id"), str):
            continue
        code = next((error.get("code") for error in dicts(status, "errors")), None)
        reason = f"WhatsApp's error {code}" if code is not None else None
        dead = number(status.get("recipient_id")) if code in DEAD else None
        name = status.get("biz_opaque_callback_data") or status["id"]
        yield Delivery(name, "whatsapp", ours, f"{reason}: {DEAD[code]}" if code in DEAD else reason, dead)


def written(value: dict[str, Any]) -> Iterator[Written]:
    for message in dicts(value, "messages"):
        text, sender = message.get("text"), number(message.get("from"))
        if sender:  # whatever was sent, a picture too, opens the time in which plain texts may answer
            words = text.get("body") if isinstance(text, dict) else None
            yield Written(sender, "whatsapp", words if isinstance(words, str) else "")


def number(wa_id: Any) -> str | None:
    """WhatsApp's id of a person is the number without its plus sign."""
    return f"+{wa_id}" if isinstance(wa_id, str) and wa_id.isascii() and wa_id.isdigit() else None


def dicts(parent: Any, name: str) -> Iterator[dict[str, Any]]:
    found = parent.get(name) if isinstance(parent, dict) else None
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())
