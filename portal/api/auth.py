"""Who a request to `/v1` acts for: the bearer key decides."""

from collections.abc import Callable
from typing import Any

from flask import request

from commerce import keys
from commerce.errors import Forbidden, Unauthorized
from commerce.keys import Acting

KEPT = "waypost.acting"


def acting(find: Callable[[str], Acting | None] = keys.find) -> Acting:
    """Whose key came with the request, by the first `find` that looked; `Unauthorized` without a good one."""
    key = found(request.environ, find)
    if key is None:
        raise Unauthorized("send `Authorization: Bearer <key>` with a key that was not revoked")
    return key


def found(environ: dict[str, Any], find: Callable[[str], Acting | None]) -> Acting | None:
    """The same, None without a good key."""
    if KEPT not in environ:
        scheme, _, plain = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        environ[KEPT] = find(plain.strip()) if scheme.lower() == "bearer" else None
    key: Acting | None = environ[KEPT]
    return key


def acting_lately() -> None:
    """Take the word of the last seconds for a key: for calls that ask the database nothing."""
    acting(keys.lately().find)


def merchant_id() -> int:
    """The merchant whose secret key came with the request; `Forbidden` for a publishable one."""
    key = acting()
    if key.kind != "secret":
        raise Forbidden("a publishable key may only read delivery dates; use a secret key, from a server")
    return key.merchant_id
