"""Messages handed to Twilio, by its library."""

import json
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from commerce import settings
from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications.message import Message, Refused, Sent, Unsure
from notifications.providers.lost import lost
from notifications.providers.twilio.reports import DEAD, WHATSAPP

SECONDS = 15.0
SERVICE = (
    "MG"  # the id of a messaging service begins so; what begins otherwise is a number or a sender's name
)
BUSY = (429, 503)
NOT_LET_IN = (401, 403)


class TwilioSms:
    """Text messages by Twilio; it has no key that would make a repeat harmless."""

    name = "sms"
    address: Literal["email", "phone"] = "phone"
    keyed = False

    def ready(self, merchant: Known) -> bool:
        """Whether the account and where messages come from are set."""
        own = merchant.integrations.get("twilio", {})
        return all(own.get(name) for name in ("account_sid", "auth_token", "from"))

    def send(self, message: Message, merchant: Known) -> Sent:
        """Send a text; raises as `Channel.send` does."""
        own = merchant.integrations["twilio"]
        return create(merchant, to=message.recipient, **sender(own["from"]), body=message.text)


def send_whatsapp(message: Message, merchant: Known) -> Sent:
    """Send a WhatsApp message: by the approved template of its kind and language, else as plain text."""
    own = merchant.integrations["twilio"]
    of_kind = (own.get("whatsapp_templates") or {}).get(message.kind) or {}
    template = of_kind.get(message.locale)
    if template:
        variables = {str(place): value for place, value in enumerate(message.parameters, 1)}
        words: dict[str, Any] = {"content_sid": template, "content_variables": json.dumps(variables)}
    else:
        words = {"body": message.text}
    return create(merchant, to=WHATSAPP + message.recipient, from_=WHATSAPP + own["whatsapp_from"], **words)


def sender(name: str) -> dict[str, str]:
    return {"messaging_service_sid": name} if name.startswith(SERVICE) else {"from_": name}


def create(merchant: Known, **words: Any) -> Sent:
    """Have Twilio take a message, and tell what becomes of it at our door."""
    own = merchant.integrations["twilio"]
    client = Client(own["account_sid"], own["auth_token"], http_client=line(own.get("api_base")))
    base_url = settings.current().base_url
    try:
        taken = client.messages.create(**words, status_callback=f"{base_url}/webhooks/{merchant.slug}/twilio")
    except TwilioRestException as exc:
        raise meaning(exc) from None  # its own words may repeat the number
    except requests.RequestException as exc:
        raise lost("Twilio", exc) from None
    return Sent(taken.sid)


def meaning(exc: TwilioRestException) -> Exception:
    """What Twilio's refusal means for the message."""
    code = str(exc.code or "")
    if code in DEAD:
        return Refused(f"Twilio's error {code}: {DEAD[code]}")
    if exc.status in BUSY or exc.status in NOT_LET_IN:
        return TryLater(f"Twilio answered {exc.status}")
    if exc.status >= 500:
        return Unsure(f"Twilio answered {exc.status}")
    return GivenUp(f"Twilio's error {code or exc.status}")


class Line(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, which may be led to another base: a stand-in's."""

    def __init__(self, base: str | None) -> None:
        super().__init__(timeout=SECONDS, max_retries=0)
        self.base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """As the parent's, at the other base where there is one."""
        if self.base:
            url = urlunsplit(urlsplit(self.base)[:2] + urlsplit(url)[2:])
        return super().request(method, url, *args, **kwargs)


@cache
def line(base: str | None) -> Line:
    """One client for each base, so that its connections are kept."""
    return Line(base)
