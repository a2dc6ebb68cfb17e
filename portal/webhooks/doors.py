"""What every door does before it takes a message: the merchant's secret is set, and the sender knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from commerce import merchants
from commerce.errors import NotFound, Unauthorized
from commerce.merchants import Known
from commerce.statements import Statements
from notifications import bounces, reported
from notifications.providers import twilio, whatsapp_cloud
from returns import payment_news
from returns.providers import stripe
from tracking import messages
from tracking.providers import easypost


class NoDoor(NotFound):
    title = "This merchant takes no messages here"


class WrongSignature(Unauthorized):
    code, title = "wrong_signature", "The signature does not fit the body"


def unnamed(_: bytes) -> None:
    """What a sender does not say of its messages."""
    return


@dataclass(frozen=True)
class Door:
    """How one sender signs and names its messages.

    `verify` takes the body, the `header` as it came (empty where it did not), the secret and the address it
    was sent to; `event_id` finds the sender's own name for a message, `kind` is the event that tells of one
    stored, `secret` is where it stands among the integration's settings, and `number` finds the tracking number
    of the parcel that a message is about.
    """

    header: str
    verify: Callable[[bytes, str, str, str], bool]
    event_id: Callable[[bytes], str | None]
    kind: str = "message.received"
    secret: str = "webhook_secret"  # noqa: S105 (the name of a setting)
    number: Callable[[bytes], str | None] = unnamed


def anywhere(verify: Callable[[bytes, str, str], bool]) -> Callable[[bytes, str, str, str], bool]:
    """The signature of a sender who does not sign the address."""
    return lambda body, given, secret, _: verify(body, given, secret)


DOORS = {
    "easypost": Door(
        easypost.HEADER, anywhere(easypost.verify), easypost.event_id, number=easypost.tracking_number
    ),
    "stripe": Door(stripe.HEADER, anywhere(stripe.verify), stripe.event_id, payment_news.REPORTED),
    "twilio": Door(twilio.HEADER, twilio.verify, twilio.event_id, reported.REPORTED, "auth_token"),
    "whatsapp": Door(
        whatsapp_cloud.HEADER, anywhere(whatsapp_cloud.verify), unnamed, reported.REPORTED, "app_secret"
    ),
    "mail": Door(bounces.HEADER, anywhere(bounces.verify), unnamed, bounces.REPORTED),
}


def opens(merchant: Known | None, provider: str, body: bytes, signature: str, base_url: str) -> bool:
    """Whether the merchant has a secret for that door, and the body is signed with it."""
    secret = secret_of(merchant, provider)
    if merchant is None or not secret:
        return False
    address = f"{base_url}/webhooks/{merchant.slug}/{provider}"
    return DOORS[provider].verify(body, signature, secret, address)


def opened(slug: str, provider: str, body: bytes, signature: str) -> Known:
    """The merchant whose secret signed the body.

    `NoDoor` where no secret is set, `WrongSignature` where it does not fit; either is said only after a look
    past the memory, so that a secret changed a moment ago counts at once.
    """
    base_url = current_app.config["SETTINGS"].base_url
    for find in (merchants.known, merchants.fresh):
        merchant = find(slug)
        if merchant and opens(merchant, provider, body, signature, base_url):
            return merchant
    if not secret_of(merchant, provider):
        raise NoDoor("no webhook secret is set")
    raise WrongSignature("sign the raw body with the secret of this webhook")


def store(statements: Statements, merchant: Known, provider: str, body: bytes) -> None:
    """Store a message that came through a door, unless it is known."""
    door = DOORS[provider]
    event_id, number = door.event_id(body), door.number(body)
    messages.store(statements, merchant.id, provider, event_id, body, kind=door.kind, number=number)


def secret_of(merchant: Known | None, provider: str) -> str:
    own: dict[str, Any] = merchant.integrations.get(provider, {}) if merchant else {}
    return own.get(DOORS[provider].secret) or ""
