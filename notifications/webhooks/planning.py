"""Which endpoints are to hear of an event: one row for each, and one event that has it posted."""

from datetime import datetime

from commerce.clock import now
from commerce.database import db, run
from commerce.outbox import Happened, emit, subscribe
from notifications.models.webhooks import WebhookEndpoint
from notifications.webhooks.endpoints import having_endpoints, is_paused, listed, wants
from notifications.webhooks.kinds import EVERYTHING, PUBLIC


@subscribe("plan-webhooks", PUBLIC, among=having_endpoints)
def plan(event: Happened) -> None:
    """Plan a post to every endpoint that wants to hear of this."""
    for endpoint in listed(event.merchant_id):
        if concerns(endpoint, event):
            plan_post(endpoint, event.id)


def concerns(endpoint: WebhookEndpoint, event: Happened) -> bool:
    """A test is for one endpoint, whatever it wants; that one was paused is for all others."""
    if event.kind == "webhook_endpoint.test":
        return bool(event.data["endpoint"] == endpoint.code)
    return wants(endpoint, event.kind) and event.data.get("endpoint") != endpoint.code


def plan_post(endpoint: WebhookEndpoint, event_id: int) -> None:
    """Have an event posted, or kept while the endpoint is paused; one posted before is posted again."""
    held = endpoint.status == "paused" and is_paused(endpoint.merchant_id, endpoint.id)
    run(PLAN, (endpoint.merchant_id, endpoint.id, event_id, "held" if held else "open", now()))
    if not held:
        emit(endpoint.merchant_id, "webhook.due", endpoint=endpoint.code, event=event_id)


POSTS = """
INSERT INTO webhook_posts (merchant_id, endpoint_id, event_id, status, attempts, created_at) {}
ON CONFLICT (merchant_id, endpoint_id, event_id) DO UPDATE
SET status = excluded.status, attempts = 0, settled_at = NULL
"""
PLAN = POSTS.format("VALUES (%s, %s, %s, %s, 0, %s)")


def replay_since(endpoint: WebhookEndpoint, since: datetime) -> int:
    """Have all that an endpoint wants to hear, and that happened since then, posted again; returns how many."""
    kinds = list(PUBLIC) if EVERYTHING in endpoint.events else endpoint.events
    status = "held" if endpoint.status == "paused" else "open"
    values = (endpoint.merchant_id, kinds, since, endpoint.id, status, now(), endpoint.code, now(), status)
    db.session.flush()
    rows = run(REPLAY, values)
    return len(rows)


PLANNED = POSTS.format("SELECT merchant_id, %s, id, %s, 0, %s FROM missed")
REPLAY = f"""
WITH missed AS (
    SELECT merchant_id, id FROM events
    WHERE merchant_id = %s AND kind = ANY(%s) AND kind NOT LIKE 'webhook\\_endpoint.%%' AND occurred_at >= %s
), planned AS ({PLANNED} RETURNING merchant_id, event_id), due AS (
    INSERT INTO events (merchant_id, kind, data, occurred_at)
    SELECT merchant_id, 'webhook.due', jsonb_build_object('endpoint', %s::text, 'event', event_id), %s
    FROM planned WHERE %s = 'open' ORDER BY event_id
)
SELECT event_id FROM planned
"""  # noqa: S608 (made of constants)
