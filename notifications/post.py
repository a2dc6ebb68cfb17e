"""Letters of our own on their way: links, receipts, warnings to staff. Notices have their channels."""

from datetime import datetime

from commerce import settings
from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications import letters, mail
from notifications.dkim_signing import signature
from notifications.letters import Envelope, Letter


def server() -> str:
    """The mail server's address; raises `TryLater` where this worker has none."""
    if url := settings.current().smtp_url:
        return url
    raise TryLater("SMTP_URL is not set for this worker")


def envelope(
    recipient: str, name: str, at: datetime, sender_name: str, *, reply_to: str | None = None
) -> Envelope:
    """From the installation's address; `name` is the message's own, the same for each repeat."""
    sender = settings.current().mail_from
    return Envelope(
        sender_name=sender_name,
        sender=sender,
        recipient=recipient,
        reply_to=reply_to,
        message_id=f"<{name}@{sender.rpartition('@')[2]}>",
        at=at,
    )


def to_shopper(merchant: Known, recipient: str, name: str, at: datetime) -> Envelope:
    """The same in the merchant's name, to whom answers go."""
    reply_to = (merchant.config.get("brand") or {}).get("support_email")
    return envelope(recipient, name, at, merchant.config["name"], reply_to=reply_to)


def send(letter: Letter, envelope: Envelope) -> None:
    """Hand a letter over; raises what `mail.send` does, and `GivenUp` for an address that no mail can carry."""
    url = server()
    try:
        message = letters.compose(letter, envelope)
    except ValueError:
        message = None
    if message is None:  # raised out here, as the error above holds the address and would be logged with it
        raise GivenUp("one of the addresses is none that a mail can carry")
    mail.send(url, message, sign=signature)
