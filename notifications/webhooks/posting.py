"""One post of one event to one endpoint: signed, tried for three days, and what came of it noted.

An endpoint that fails is left alone for a while, so that it holds up nobody else's posts; one that fails for
three days, or says that it is gone (410), is paused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import requests
from flask import current_app
from rq.timeouts import JobTimeoutException
from sqlalchemy import text
from standardwebhooks import Webhook
from urllib3.exceptions import HTTPError

from commerce import open_internet
from commerce.clock import now
from commerce.database import transaction
from commerce.outbox import Happened, subscribe
from commerce.work import GivenUp, TryLater
from notifications.webhooks import endpoints

QUEUE = "webhooks"
SECONDS = (3.05, 10)
PATIENCE = timedelta(days=3)
FEW_FAILURES = 10  # so many, at least, before an endpoint is paused
LONGEST_QUIET = timedelta(minutes=10)
MOST_ANSWER = 64 * 1024  # bytes of an answer that are read, so that its connection can be used again
GONE = 410


@dataclass(frozen=True)
class Due:
    """What a post needs to know."""

    merchant_id: int
    endpoint_id: int
    event_id: int
    url: str
    secrets: bytes
    paused: bool
    quiet_until: datetime | None
    kind: str
    data: dict[str, Any]
    occurred_at: datetime


@subscribe("post-webhook", ["webhook.due"], queue=QUEUE, foreign=True)
def post(event: Happened) -> None:
    """Post what is due, unless it was posted, or its endpoint is gone, paused or left alone."""
    due = read(event)
    if due is None:
        return
    if due.paused:
        hold(due)
        return
    if due.quiet_until and due.quiet_until > now():
        raise TryLater("the endpoint failed a moment ago, and is left alone")
    status, error = sent(due)
    if error is None:
        note(DELIVERED, due, answer=status)
        return
    settle_failure(due, event.occurred_at, status, error)


def read(event: Happened) -> Due | None:
    """The post that the event asks for; None where it is settled, or its endpoint or event is gone."""
    facts = {"merchant": event.merchant_id, "endpoint": event.data["endpoint"], "event": event.data["event"]}
    with transaction() as session:
        row = session.execute(READ, facts).one_or_none()
    return Due(*row) if row else None


def sent(due: Due) -> tuple[int | None, str | None]:
    """Post it; the answer's status, and what was wrong, if something was."""
    body = body_of(due.merchant_id, due.event_id, due.kind, due.data, due.occurred_at)
    try:
        with (
            open_internet.session() as web,
            web.post(
                due.url,
                data=body,
                headers=headers(due, body),
                timeout=SECONDS,
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            answer.raw.read(MOST_ANSWER)
            status = answer.status_code
    except open_internet.Inside:
        return None, "its host is not on the open internet"
    except (requests.RequestException, HTTPError, OSError) as exc:
        return None, f"no answer: {type(exc).__name__}"
    except JobTimeoutException:  # byte by byte an answer keeps each limit, and would hold up all others
        return None, "its answer takes too long"
    return status, None if 200 <= status < 300 else f"answered {status}"


def body_of(merchant_id: int, event_id: int, kind: str, data: dict[str, Any], occurred_at: datetime) -> bytes:
    """An event as it is posted: `{"id", "type", "timestamp", "data"}`."""
    told = {
        "id": current_app.extensions["vault"].event_ids.show(merchant_id, event_id),
        "type": kind,
        "timestamp": occurred_at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return orjson.dumps(told)


def headers(due: Due, body: bytes) -> dict[str, str]:
    """Those of Standard Webhooks (standardwebhooks.com): the id stays the same however often it is posted."""
    at = now()
    name = current_app.extensions["vault"].event_ids.show(due.merchant_id, due.event_id)
    secrets = endpoints.signing_secrets(due.secrets, at)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Waypost-Webhooks",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(name, at, body.decode()) for secret in secrets),
    }


def settle_failure(due: Due, since: datetime, status: int | None, error: str) -> None:
    """Note a failure, pause an endpoint that is beyond hope; raises what the work's next step is."""
    with transaction() as session:
        values = due_key(due) | {"answer": status, "error": error, "longest": LONGEST_QUIET}
        session.execute(FAILED, values)
        failures, failing_since = session.execute(FAILING, values).one()
        hopeless = failures >= FEW_FAILURES and now() - failing_since > PATIENCE
        if status == GONE or hopeless:
            code = session.scalar(CODE, values)
            endpoint = endpoints.get(due.merchant_id, str(code), lock=True)
            if endpoint.status == "active":
                endpoints.pause(endpoint, f"{error}, since {failing_since:%Y-%m-%d %H:%M} UTC")
            session.execute(HOLD, values)
            return
        if over := now() - since > PATIENCE:
            session.execute(GIVE_UP, values)
    raise (GivenUp if over else TryLater)(f"the endpoint: {error}")


def hold(due: Due) -> None:
    """Keep a post until its endpoint is active again; raises `TryLater` where it became so a moment ago."""
    with transaction() as session:
        if not endpoints.is_paused(due.merchant_id, due.endpoint_id):
            raise TryLater("the endpoint is active again")
        session.execute(HOLD, due_key(due))


def note(statement: Any, due: Due, **values: Any) -> None:
    with transaction() as session:
        session.execute(statement, due_key(due) | values)
        if statement is DELIVERED:
            session.execute(WELL, due_key(due))


def due_key(due: Due) -> dict[str, Any]:
    return {"merchant": due.merchant_id, "id": due.endpoint_id, "event": due.event_id, "now": now()}


READ = text("""
SELECT p.merchant_id, p.endpoint_id, p.event_id, w.url, w.secrets, w.status = 'paused', w.quiet_until,
    e.kind, e.data, e.occurred_at
FROM webhook_endpoints w
JOIN webhook_posts p ON p.merchant_id = w.merchant_id AND p.endpoint_id = w.id
JOIN events e ON e.merchant_id = p.merchant_id AND e.id = p.event_id
WHERE w.merchant_id = :merchant AND w.code = :endpoint AND p.event_id = :event AND p.status = 'open'
""")
CHANGE = """
UPDATE webhook_posts SET {} WHERE merchant_id = :merchant AND endpoint_id = :id AND event_id = :event
"""
TRIED = "attempts = attempts + 1, answer = :answer, tried_at = :now, "
HOLD = text(CHANGE.format("status = 'held'"))
DELIVERED = text(CHANGE.format(TRIED + "status = 'delivered', error = NULL, settled_at = :now"))
FAILED = text(CHANGE.format(TRIED + "error = :error"))
GIVE_UP = text(CHANGE.format("status = 'failed', settled_at = :now"))
WELL = text("""
UPDATE webhook_endpoints SET failures = 0, failing_since = NULL, quiet_until = NULL, last_success_at = :now
WHERE merchant_id = :merchant AND id = :id
    AND (failures > 0 OR last_success_at IS NULL OR last_success_at < :now - interval '1 minute')
""")
FAILING = text("""
UPDATE webhook_endpoints SET failures = failures + 1, failing_since = coalesce(failing_since, :now),
    quiet_until = :now + least(interval '1 second' * power(2, least(failures, 12)), :longest),
    last_error = :error, last_error_at = :now
WHERE merchant_id = :merchant AND id = :id RETURNING failures, failing_since
""")
CODE = text("SELECT code FROM webhook_endpoints WHERE merchant_id = :merchant AND id = :id")
