"""Who a request to `/v1` acts for: the bearer key decides."""

from flask import request

from commerce import keys
from commerce.errors import Forbidden, Unauthorized
from commerce.keys import Acting

KEPT = "waypost.acting"


def acting() -> Acting:
    """Whose key came with the request; `Unauthorized` without a good one."""
    if KEPT not in request.environ:
        scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
        found = keys.find(plain.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise Unauthorized("send `Authorization: Bearer <key>` with a key that was not revoked")
        request.environ[KEPT] = found
    key: Acting = request.environ[KEPT]
    return key


def merchant_id() -> int:
    """The merchant whose secret key came with the request; `Forbidden` for a publishable one."""
    key = acting()
    if key.kind != "secret":
        raise Forbidden("a publishable key may only read delivery dates; use a secret key, from a server")
    return key.merchant_id
