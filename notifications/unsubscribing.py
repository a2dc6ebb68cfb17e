"""Signed addresses that switch one group of kinds off for an order's reader, by one POST (RFC 8058)."""

from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from notifications.preferences import GROUP_OF, GROUPS, may_switch_off


class Subscription(NamedTuple):
    """What an address switches off. It names the order, not the reader, so that no log learns an address."""

    merchant_id: int
    order_id: int
    group: str
    channel: str


def url(merchant_id: int, order_id: int, kind: str, channel: str) -> str | None:
    """The address for a kind on a channel; None for what can't be switched off."""
    if not may_switch_off(kind, channel):
        return None
    token = _signer(current_app.config["SECRET_KEY"]).dumps([merchant_id, order_id, GROUP_OF[kind], channel])
    return f"{current_app.config['SETTINGS'].base_url}/u/{token}"


def read(token: str) -> Subscription | None:
    """What a token switches off; None for one that we never signed."""
    try:
        subscription = Subscription(*_signer(current_app.config["SECRET_KEY"]).loads(token))
    except (BadData, TypeError):
        return None
    return subscription if subscription.group in GROUPS else None


@lru_cache(4)
def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="unsubscribe")
