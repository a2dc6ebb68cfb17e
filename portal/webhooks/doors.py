"""What every door does before it takes a message: the merchant's secret is set, and the sender knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commerce import merchants
from commerce.errors import NotFound, Unauthorized
from commerce.merchants import Known
from returns import payment_news
from returns.providers import stripe
from tracking.providers import easypost


class NoDoor(NotFound):
    title = "This merchant takes no messages here"


class WrongSignature(Unauthorized):
    code, title = "wrong_signature", "The signature does not fit the body"


@dataclass(frozen=True)
class Door:
    """How one sender signs and names its messages.

    `verify` takes the body, the `header` as it came (empty where it did not) and the secret; `event_id` finds
    the sender's own name for a message, and `kind` is the event that tells of one stored.
    """

    header: str
    verify: Callable[[bytes, str, str], bool]
    event_id: Callable[[bytes], str | None]
    kind: str = "message.received"


DOORS = {
    "easypost": Door(easypost.HEADER, easypost.verify, easypost.event_id),
    "stripe": Door(stripe.HEADER, stripe.verify, stripe.event_id, payment_news.REPORTED),
}


def opens(merchant: Known | None, provider: str, body: bytes, signature: str) -> bool:
    """Whether the merchant has a secret for that door, and the body is signed with it."""
    secret = secret_of(merchant, provider)
    return bool(secret) and DOORS[provider].verify(body, signature, secret)


def opened(slug: str, provider: str, body: bytes, signature: str) -> Known:
    """The merchant whose secret signed the body.

    `NoDoor` where no secret is set, `WrongSignature` where it does not fit; either is said only after a look
    past the memory, so that a secret changed a moment ago counts at once.
    """
    for find in (merchants.known, merchants.fresh):
        merchant = find(slug)
        if merchant and opens(merchant, provider, body, signature):
            return merchant
    if not secret_of(merchant, provider):
        raise NoDoor("no webhook secret is set")
    raise WrongSignature("sign the raw body with the secret of this webhook")


def secret_of(merchant: Known | None, provider: str) -> str:
    own: dict[str, Any] = merchant.integrations.get(provider, {}) if merchant else {}
    return own.get("webhook_secret") or ""
