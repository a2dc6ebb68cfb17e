"""Signed addresses that switch one group of kinds off for an order's reader, by one POST (RFC 8058)."""

from functools import lru_cache
from typing import NamedTuple

import orjson
from flask import current_app
from itsdangerous import BadData, Signer, URLSafeSerializer
from itsdangerous.encoding import base64_encode

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
    told = base64_encode(orjson.dumps([merchant_id, order_id, GROUP_OF[kind], channel]))
    token = _signer(current_app.config["SECRET_KEY"]).sign(told).decode()
    return f"{current_app.config['SETTINGS'].base_url}/u/{token}"


def read(token: str) -> Subscription | None:
    """What a token switches off; None for one that we never signed."""
    try:
        subscription = Subscription(*_reader(current_app.config["SECRET_KEY"]).loads(token))
    except (BadData, TypeError):
        return None
    return subscription if subscription.group in GROUPS else None


@lru_cache(4)
def _reader(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="unsubscribe")


@lru_cache(4)
def _signer(secret: str) -> Signer:
    """Signs what `_reader` reads, with the key derived once: the serializer does so for each, and compresses first."""
    return Signer(_reader(secret).make_signer().derive_key(), key_derivation="none")
