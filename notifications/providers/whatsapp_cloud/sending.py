"""Messages handed to the Cloud API. Source: Meta's "WhatsApp Cloud API: send messages", and its error codes."""

from typing import Any

import requests

from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications.message import Message, Refused, Sent, Unsure
from notifications.providers.lost import lost
from notifications.providers.whatsapp_cloud.reports import DEAD

BASE = "https://graph.facebook.com"
VERSION = "v21.0"
SECONDS = (3.05, 15)
BUSY = (4, 80007, 130429, 131048, 131056, 133016)  # too much at once, of one kind or another
NOT_LET_IN = (0, 3, 10, 190)  # the token is spent, or may not do this: somebody will renew it
DOWN = (1, 2, 131000, 131016)


def send(message: Message, merchant: Known, *, window_open: bool) -> Sent:
    """Send by the approved template of its kind; as plain text only while the shopper's window is open.

    Raises as `Channel.send` does.
    """
    own = merchant.integrations["whatsapp"]
    words = template_of(message, own) or (plain(message) if window_open else None)
    if words is None:
        raise GivenUp("no approved template is set for this kind, and the shopper has not written for a day")
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.recipient.removeprefix("+"),
        "biz_opaque_callback_data": message.notice,
        **words,
    }
    try:
        answer = requests.post(
            f"{own.get('api_base') or BASE}/{VERSION}/{own['phone_number_id']}/messages",
            json=body,
            headers={"Authorization": f"Bearer {own['access_token']}"},
            timeout=SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException as exc:
        raise lost("WhatsApp", exc) from None
    return taken(answer)


def template_of(message: Message, own: dict[str, Any]) -> dict[str, Any] | None:
    """The approved template that the merchant named for this kind, with its placeholders filled in."""
    name = (own.get("templates") or {}).get(message.kind)
    if not name:
        return None
    filled = [{"type": "text", "text": value} for value in message.parameters]
    components = [{"type": "body", "parameters": filled}] if filled else []
    language = {"code": message.locale.replace("-", "_")}
    return {"type": "template", "template": {"name": name, "language": language, "components": components}}


def plain(message: Message) -> dict[str, Any]:
    return {"type": "text", "text": {"body": message.text, "preview_url": False}}


def taken(answer: requests.Response) -> Sent:
    """The id of a message that was taken; raises what the refusal means where it was not."""
    try:
        told = answer.json()
    except ValueError:
        told = None
    told = told if isinstance(told, dict) else {}
    if answer.ok:
        ids = [message.get("id") for message in told.get("messages") or [] if isinstance(message, dict)]
        return Sent(ids[0] if ids else None)
    error = told.get("error")
    raise meaning(answer.status_code, error.get("code") if isinstance(error, dict) else None)


def meaning(status: int, code: int | None) -> Exception:
    """What a refusal means for the message."""
    if code in DEAD:
        return Refused(f"WhatsApp's error {code}: {DEAD[code]}")
    if status == 429 or code in (*BUSY, *DOWN, *NOT_LET_IN):
        return TryLater(f"WhatsApp's error {code}")
    if status >= 500:
        return Unsure(f"WhatsApp answered {status}")
    return GivenUp(f"WhatsApp's error {code or status}")
