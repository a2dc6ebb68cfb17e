"""What the systems that carry messages tell us, in our words."""

from dataclasses import dataclass

from notifications.news import Final


@dataclass(frozen=True)
class Delivery:
    """What became of a message. `dead` is its recipient, where no message will ever reach it."""

    provider_id: str  # the provider's name for it, or our own where the provider repeats that
    channel: str
    status: Final
    reason: str | None
    dead: str | None = None


@dataclass(frozen=True)
class Written:
    """What a shopper wrote to the shop's number; `sender` in E.164."""

    sender: str
    channel: str
    text: str


Report = Delivery | Written
