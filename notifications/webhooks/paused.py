"""The shop's owners hear by mail that an endpoint of theirs was paused."""

from sqlalchemy import select

from commerce import merchants
from commerce.database import db, transaction
from commerce.models import User
from commerce.outbox import Happened, subscribe
from notifications import letters, post
from notifications.webhooks import endpoints


@subscribe("mail-paused-endpoint", ["webhook_endpoint.paused"], queue="carriers", foreign=True)
def tell_owners(event: Happened) -> None:
    """Mail each owner, unless a person paused it, or it is active again; repeated, rather once more than not."""
    merchant = merchants.known_by_id(event.merchant_id)
    if merchant is None or event.data["reason"] == endpoints.BY_HAND:
        return
    with transaction():
        url = paused_url(event)
        owners = owners_of(merchant.id) if url else []
    for owner in owners:
        words = {"shop": merchant.config["name"], "url": url, "reason": event.data["reason"]}
        letter = letters.write("endpoint_paused", letters.language(merchant.config["locales"]), **words)
        name = f"endpoint.{event.merchant_id}.{event.id}"
        post.send(letter, post.envelope(owner, name, event.occurred_at, merchant.config["name"]))


def paused_url(event: Happened) -> str | None:
    """Where the endpoint is; None where it is gone, or active again."""
    for endpoint in endpoints.listed(event.merchant_id):
        if endpoint.code == event.data["endpoint"] and endpoint.status == "paused":
            return endpoint.url
    return None


def owners_of(merchant_id: int) -> list[str]:
    own = select(User.email).where(User.merchant_id == merchant_id, User.role == "owner")
    return list(db.session.scalars(own.order_by(User.id)))
