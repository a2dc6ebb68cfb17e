"""The shop's owners hear by mail that an endpoint of theirs was paused."""

from sqlalchemy import select

from commerce import merchants
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import User
from commerce.outbox import Happened, subscribe
from commerce.work import TryLater
from notifications import letters, mail
from notifications.letters import Envelope
from notifications.link import settings_of_this_process
from notifications.webhooks import endpoints


@subscribe("mail-paused-endpoint", ["webhook_endpoint.paused"], queue="carriers", foreign=True)
def tell_owners(event: Happened) -> None:
    """Mail each owner, unless a person paused it, or it is active again; repeated, rather once more than not."""
    merchant, settings = merchants.known_by_id(event.merchant_id), settings_of_this_process()
    if merchant is None or event.data["reason"] == endpoints.BY_HAND:
        return
    with transaction():
        url = paused_url(event)
        owners = owners_of(merchant.id) if url else []
    if owners and not settings.smtp_url:
        raise TryLater("SMTP_URL is not set for this worker")
    for owner in owners:
        words = {"shop": merchant.config["name"], "url": url, "reason": event.data["reason"]}
        letter = letters.write("endpoint_paused", letters.language(merchant.config["locales"]), **words)
        envelope = envelope_of(event, merchant, settings.mail_from, owner)
        mail.send(str(settings.smtp_url), letters.compose(letter, envelope))


def paused_url(event: Happened) -> str | None:
    """Where the endpoint is; None where it is gone, or active again."""
    for endpoint in endpoints.listed(event.merchant_id):
        if endpoint.code == event.data["endpoint"] and endpoint.status == "paused":
            return endpoint.url
    return None


def owners_of(merchant_id: int) -> list[str]:
    own = select(User.email).where(User.merchant_id == merchant_id, User.role == "owner")
    return list(db.session.scalars(own.order_by(User.id)))


def envelope_of(event: Happened, merchant: Known, sender: str, owner: str) -> Envelope:
    return Envelope(
        sender_name=merchant.config["name"],
        sender=sender,
        recipient=owner,
        reply_to=None,
        message_id=f"<endpoint.{event.merchant_id}.{event.id}@{sender.rpartition('@')[2]}>",
        at=event.occurred_at,
    )
