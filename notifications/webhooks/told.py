"""What happened lately, as merchants' programs may read it, and what became of its posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import text

from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.opaque import Opaque
from commerce.outbox import Happened
from notifications.webhooks import endpoints
from notifications.webhooks.kinds import PUBLIC
from notifications.webhooks.planning import concerns, plan_post


@dataclass(frozen=True)
class Told:
    """An event and the posts of it; `number` is its row's own and stays inside."""

    number: int
    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]
    posts: list[dict[str, Any]]


def listed(merchant_id: int, *, types: Sequence[str], before: int | None, most: int) -> list[Told]:
    """The newest events of these types (all that are public, where none is named), the newest first."""
    facts = {"merchant": merchant_id, "types": list(types) or list(PUBLIC), "before": before, "most": most}
    return told(merchant_id, db.session.execute(LIST, facts).all())


def get(merchant_id: int, code: str) -> Told:
    """The event of that id; `NotFound`."""
    number = event_ids().read(merchant_id, code)
    facts = {"merchant": merchant_id, "number": number, "types": list(PUBLIC)}
    rows = db.session.execute(ONE, facts).all() if number is not None else []
    if not rows:
        raise NotFound("no event has this id; they are kept for 30 days")
    return told(merchant_id, rows)[0]


def replay(merchant_id: int, code: str, endpoint_code: str | None) -> Told:
    """Have an event posted again: to one endpoint, or to all that want it."""
    with transaction():
        event = get(merchant_id, code)
        happened = Happened(event.number, merchant_id, event.type, event.data, event.timestamp)
        if endpoint_code is not None:
            chosen = [endpoints.get(merchant_id, endpoint_code)]
        else:
            chosen = [one for one in endpoints.listed(merchant_id) if concerns(one, happened)]
        for endpoint in chosen:
            plan_post(endpoint, event.number)
        return get(merchant_id, code)


def told(merchant_id: int, rows: Sequence[Any]) -> list[Told]:
    posts: dict[int, list[dict[str, Any]]] = {number: [] for number, *_ in rows}
    if posts:
        facts = {"merchant": merchant_id, "numbers": list(posts)}
        for number, *values in db.session.execute(POSTS, facts):
            posts[number].append(dict(zip(POSTED, values, strict=True)))
    show = event_ids().show
    return [Told(row[0], show(merchant_id, row[0]), row[1], row[2], row[3], posts[row[0]]) for row in rows]


def event_ids() -> Opaque:
    own: Opaque = current_app.extensions["vault"].event_ids
    return own


POSTED = ("endpoint", "status", "attempts", "answer", "error", "tried_at")
LIST = text("""
SELECT id, kind, occurred_at, data FROM events
WHERE merchant_id = :merchant AND kind = ANY(:types) AND (CAST(:before AS bigint) IS NULL OR id < :before)
ORDER BY id DESC LIMIT :most
""")
ONE = text("""
SELECT id, kind, occurred_at, data FROM events
WHERE merchant_id = :merchant AND id = :number AND kind = ANY(:types)
""")
POSTS = text("""
SELECT p.event_id, w.code, p.status, p.attempts, p.answer, p.error, p.tried_at
FROM webhook_posts p JOIN webhook_endpoints w ON w.merchant_id = p.merchant_id AND w.id = p.endpoint_id
WHERE p.merchant_id = :merchant AND p.event_id = ANY(:numbers) ORDER BY w.id
""")
