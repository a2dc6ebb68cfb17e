"""Endpoints: where a merchant's programs listen, what they want to hear, and the secret they check it by."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, text

from commerce import open_internet
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.errors import Conflict, Invalid, NotFound
from commerce.ids import public_id
from commerce.outbox import emit
from commerce.vault import Vault
from notifications.models.webhooks import WebhookEndpoint
from notifications.webhooks.kinds import EVERYTHING, PUBLIC

MOST = 20  # of one merchant
SECRET_BYTES = 24  # Standard Webhooks asks for 24 to 64
BY_HAND = "by hand"  # the reason where a person paused it
OLD_SECRET_LIVES = timedelta(hours=24)


class TooManyEndpoints(Conflict):
    code, title = "too_many_endpoints", f"A merchant has at most {MOST} webhook endpoints"


def create(merchant_id: int, url: str, events: Sequence[str]) -> tuple[WebhookEndpoint, str]:
    """A new endpoint, and its secret, which is not shown again.

    Raises `Invalid` for an address inside our own network, `TooManyEndpoints`.
    """
    refuse_inside(url)
    secret = new_secret()
    with transaction() as session:
        if len(listed(merchant_id)) >= MOST:
            raise TooManyEndpoints("remove one that is not used")
        endpoint = WebhookEndpoint(
            merchant_id=merchant_id,
            code=public_id("whe"),
            url=url,
            events=sorted(set(events)),
            secrets=vault().seal({"secret": secret}),
        )
        session.add(endpoint)
        session.flush()
    return endpoint, secret


def change(merchant_id: int, code: str, fields: Mapping[str, Any]) -> WebhookEndpoint:
    """Change the `url`, the `events` or the `status`; one set to active is told what it missed meanwhile."""
    if "url" in fields:
        refuse_inside(fields["url"])
    with transaction():
        endpoint = get(merchant_id, code, lock=True)
        endpoint.url = fields.get("url", endpoint.url)
        endpoint.events = sorted(set(fields.get("events", endpoint.events)))
        status = fields.get("status", endpoint.status)
        if status == "active" and endpoint.status == "paused":
            resume(endpoint)
        elif status == "paused" and endpoint.status == "active":
            pause(endpoint, BY_HAND)
    return endpoint


def pause(endpoint: WebhookEndpoint, reason: str) -> None:
    """Send nothing to a locked endpoint any more; what happens is kept for it."""
    endpoint.status, endpoint.paused_reason, endpoint.paused_at = "paused", reason, now()
    emit(endpoint.merchant_id, "webhook_endpoint.paused", endpoint=endpoint.code, reason=reason)


def is_paused(merchant_id: int, endpoint_id: int) -> bool:
    """Whether an endpoint is paused and stays so until this transaction ends: what is kept for it then is sent."""
    return run(STAYS, (merchant_id, endpoint_id)) == [("paused",)]


STAYS = "SELECT status FROM webhook_endpoints WHERE merchant_id = %s AND id = %s FOR SHARE"


def resume(endpoint: WebhookEndpoint) -> None:
    """Let a locked endpoint be sent to again, first of all what was kept for it."""
    endpoint.status, endpoint.paused_reason, endpoint.paused_at = "active", None, None
    endpoint.failures, endpoint.failing_since, endpoint.quiet_until = 0, None, None
    db.session.flush()
    run(SEND_HELD, (endpoint.merchant_id, endpoint.id, endpoint.code, now()))


SEND_HELD = """
WITH held AS (
    UPDATE webhook_posts SET status = 'open' WHERE merchant_id = %s AND endpoint_id = %s AND status = 'held'
    RETURNING merchant_id, event_id
)
INSERT INTO events (merchant_id, kind, data, occurred_at)
SELECT merchant_id, 'webhook.due', jsonb_build_object('endpoint', %s::text, 'event', event_id), %s FROM held
ORDER BY event_id
"""


def remove(merchant_id: int, code: str) -> None:
    """Forget an endpoint and what is still to be sent to it."""
    with transaction() as session:
        session.delete(get(merchant_id, code, lock=True))


def renew_secret(merchant_id: int, code: str) -> tuple[WebhookEndpoint, str]:
    """A new secret, not shown again; for a day posts are signed with the old one too."""
    secret = new_secret()
    with transaction():
        endpoint = get(merchant_id, code, lock=True)
        old, until = vault().open(endpoint.secrets)["secret"], now() + OLD_SECRET_LIVES
        endpoint.secrets = vault().seal({"secret": secret, "old": old, "old_until": until.isoformat()})
    return endpoint, secret


def signing_secrets(sealed: bytes, at: datetime) -> list[str]:
    """What posts are signed with at that time, the newest first."""
    opened = vault().open(sealed)
    old = opened.get("old_until") and datetime.fromisoformat(opened["old_until"]) > at
    return [opened["secret"], *([opened["old"]] if old else [])]


def try_out(merchant_id: int, code: str) -> None:
    """Have a test event sent to an endpoint."""
    with transaction():
        emit(merchant_id, "webhook_endpoint.test", endpoint=get(merchant_id, code).code)


def listed(merchant_id: int) -> Sequence[WebhookEndpoint]:
    """The merchant's endpoints, oldest first."""
    own = select(WebhookEndpoint).where(WebhookEndpoint.merchant_id == merchant_id)
    return db.session.scalars(own.order_by(WebhookEndpoint.id)).all()


def get(merchant_id: int, code: str, *, lock: bool = False) -> WebhookEndpoint:
    """The endpoint of that id; `NotFound`."""
    one = select(WebhookEndpoint).where(
        WebhookEndpoint.merchant_id == merchant_id, WebhookEndpoint.code == code
    )
    statement = one.with_for_update() if lock else one
    found = db.session.scalars(statement).one_or_none() if code.isprintable() else None
    if found is None:
        raise NotFound("no webhook endpoint has this id")
    return found


def having_endpoints(merchant_ids: set[int]) -> set[int]:
    """Those of these merchants who have endpoints."""
    rows = db.session.execute(HAVING, {"ids": list(merchant_ids)})
    return {merchant_id for (merchant_id,) in rows}


HAVING = text("SELECT DISTINCT merchant_id FROM webhook_endpoints WHERE merchant_id = ANY(:ids)")


def wants(endpoint: WebhookEndpoint, kind: str) -> bool:
    return kind in endpoint.events or (EVERYTHING in endpoint.events and kind in PUBLIC)


def refuse_inside(url: str) -> None:
    if open_internet.is_plainly_inside(url):
        message = "Must lead to the open internet, not into this installation's own network."
        raise Invalid([{"pointer": "/url", "code": "inside", "message": message}])


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def vault() -> Vault:
    own: Vault = current_app.extensions["vault"]
    return own
