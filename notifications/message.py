"""A message as a channel takes it, and what a channel is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from commerce.merchants import Known
from commerce.work import GivenUp


@dataclass(frozen=True)
class Message:
    """One message, ready to leave. `notice` (`ntc_…`) is the idempotency key at providers that have one."""

    notice: str
    merchant_id: int
    kind: str
    recipient: str  # an e-mail address, or a number in E.164
    locale: str
    subject: str | None
    text: str
    html: str | None
    at: datetime
    sender_name: str
    sender: str | None  # the address or number it comes from, where the merchant set one
    reply_to: str | None
    unsubscribe_url: str | None  # takes the one-click POST of RFC 8058
    parameters: tuple[str, ...] = ()  # of an approved WhatsApp template, in the order of its placeholders


@dataclass(frozen=True)
class Sent:
    """A message is taken; `provider_id` is what the provider's later news name it by."""

    provider_id: str | None


class Refused(GivenUp):
    """This address will never take a message: it goes on the suppression list."""


class Unsure(Exception):
    """The message may have been taken: the provider was lost after it had all of it and before its answer."""


class Channel(Protocol):
    """A way to reach a shopper, found by its name among the entry points `waypost.channels`.

    `address` is which of the customer's addresses it uses; a `keyed` one's provider makes repeats harmless.
    """

    name: str
    address: Literal["email", "phone"]
    keyed: bool

    def ready(self, merchant: Known) -> bool:
        """Whether it is set up for this merchant."""
        ...

    def send(self, message: Message, merchant: Known) -> Sent:
        """Hand a message over, with a limit on every wait.

        Raises `TryLater` where it certainly was not taken and may be later, `Unsure` where it may have been,
        `GivenUp` where this message will never be, and `Refused` where this address will never take any.
        """
        ...
