"""What comes round for webhooks: old posts are forgotten as the events they told of are."""

from datetime import timedelta

from commerce.retention import KEEP_EVENTS, forget
from commerce.schedule import periodic

POSTS = """
DELETE FROM webhook_posts WHERE (merchant_id, endpoint_id, event_id) IN (
    SELECT merchant_id, endpoint_id, event_id FROM webhook_posts
    WHERE created_at < :before AND status <> 'open' LIMIT :most
) RETURNING event_id
"""


@periodic("forget-webhook-posts", every=timedelta(hours=1))
def forget_posts() -> int:
    """Drop what was posted, or could not be, longer ago than events are kept; returns how many."""
    return forget(POSTS, KEEP_EVENTS)
