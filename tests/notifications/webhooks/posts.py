"""Steps that tests of webhooks share: something happens, workers do what is due, the state after."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from commerce import clock, outbox, work
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant
from notifications.models import WebhookEndpoint, WebhookPost


def happen(merchant: Merchant, kind: str = "order.created", **data: Any) -> None:
    """An event, with all that follows from it inside the house done."""
    with transaction():
        outbox.emit(merchant.id, kind, **(data or {"order": "1001"}))
    settle_inside()


def settle_inside() -> None:
    """Relay what is new and do the inside work, until there is no more of it."""
    while due := outbox.relay():
        for subscriber, merchant_id, event_id in due:
            if subscriber.name == "plan-webhooks":
                work.do(subscriber.name, merchant_id, event_id)


def post_all(at: datetime | None = None) -> None:
    """Let a worker try every post that is open, as if it were due at that time."""
    settle_inside()
    db.session.execute(text("UPDATE event_work SET due_at = now() WHERE state = 'open'"))
    db.session.commit()
    open_work = db.session.execute(
        text(
            "SELECT merchant_id, event_id FROM event_work WHERE subscriber = 'post-webhook' AND state = 'open'"
        )
    ).all()
    db.session.commit()
    with clock.at(at or now()):
        for merchant_id, event_id in open_work:
            work.do("post-webhook", merchant_id, event_id)


def fail_for(hours: int) -> None:
    """Let an hour after hour go by, each with a try."""
    for hour in range(hours + 1):
        post_all(at=now() + timedelta(hours=hour))


def statuses(merchant: Merchant) -> list[str]:
    """Where the posts stand, in the order of their events."""
    own = select(WebhookPost.status).where(WebhookPost.merchant_id == merchant.id)
    return list(db.session.scalars(own.order_by(WebhookPost.event_id)))


def endpoint_of(merchant: Merchant) -> WebhookEndpoint:
    """The merchant's one endpoint as it stands now."""
    db.session.expire_all()
    own = select(WebhookEndpoint).where(WebhookEndpoint.merchant_id == merchant.id)
    return db.session.scalars(own).one()
