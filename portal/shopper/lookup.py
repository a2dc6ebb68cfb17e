"""Who may see an order: who knows its number and its e-mail address or postcode, and does not guess."""

import hmac
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from commerce import queue
from commerce.merchants import Known
from commerce.settings import Settings

log = logging.getLogger(__name__)

FIND = """
SELECT page_token, email, ship_to->>'postcode' FROM orders
WHERE merchant_id = %s AND number = ANY(%s) ORDER BY number = %s DESC LIMIT 1
"""
SHORTEST_POSTCODE = 4  # fewer characters could be guessed within the limits
T = TypeVar("T")
NOISE = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Found:
    """What became of a look-up: a page's token, or a wait in seconds, or neither."""

    token: str | None = None
    retry_after: int | None = None


def find(merchant: Known, number: str, contact: str, address: str) -> Found:
    """Look an order up. Misses are counted per address, order and merchant; who has too many must wait.

    An unknown order and a wrong contact take the same statement, the same comparisons and the same answer.
    """
    limits = limits_of(merchant, number, address)
    if (wait := waiting(limits)) is not None:
        return Found(retry_after=wait)
    statements = current_app.extensions["statements"]
    spellings = [number, f"#{number}", number.removeprefix("#")] if "\0" not in number else []
    row = statements.one(FIND, (merchant.id, spellings, number.replace("\0", "")))
    token, email, postcode = row or ("", None, None)
    if matches(contact, email, postcode) and token:
        return Found(token=token)
    count_miss(limits)
    return Found()


def matches(contact: str, email: str | None, postcode: str | None) -> bool:
    """Whether the contact is the order's e-mail address or postcode, however they are written."""
    by_mail = same(contact.strip().casefold(), (email or "").strip().casefold())
    told, known = (NOISE.sub("", text.casefold()) for text in (contact, postcode or ""))
    by_postcode = same(told, known) and len(known) >= SHORTEST_POSTCODE
    return by_mail or by_postcode


def same(told: str, known: str) -> bool:
    """Equality that takes as long for a near miss as for a far one; nothing is equal to nothing."""
    return (
        hmac.compare_digest(told.encode("utf-8", "replace"), known.encode("utf-8", "replace")) and known != ""
    )


Limits = list[tuple[RateLimitItem, tuple[str, ...]]]


def limits_of(merchant: Known, number: str, address: str) -> Limits:
    """The three counters that a look-up stands under."""
    settings: Settings = current_app.config["SETTINGS"]
    return [
        (parse(settings.lookup_limit_address), ("lookup", "address", address)),
        (parse(settings.lookup_limit_order), ("lookup", "order", str(merchant.id), number.casefold())),
        (parse(settings.lookup_limit_merchant), ("lookup", "merchant", str(merchant.id))),
    ]


def waiting(limits: Limits) -> int | None:
    """Seconds until all of the counters have room again; None where they have."""

    def ask(limiter: FixedWindowRateLimiter) -> list[float]:
        full = [(item, key) for item, key in limits if not limiter.test(item, *key)]
        return [limiter.get_window_stats(item, *key).reset_time for item, key in full]

    resets = counted(ask)
    return max(1, round(max(resets) - time.time())) if resets else None


def count_miss(limits: Limits) -> None:
    counted(lambda limiter: [limiter.hit(item, *key) for item, key in limits])


def counted(step: Callable[[FixedWindowRateLimiter], list[T]]) -> list[T]:
    """Run a step on the counters in Redis; while Redis is away, on this process's own."""
    kept = current_app.extensions
    if "lookup_limits" not in kept:
        shared = RedisStorage("redis://", connection_pool=queue.current().connection_pool)
        kept["lookup_limits"] = (FixedWindowRateLimiter(shared), FixedWindowRateLimiter(MemoryStorage()))
    in_redis, in_memory = kept["lookup_limits"]
    try:
        return step(in_redis)
    except RedisError:
        log.warning("look-ups are counted per process while Redis is away")
        return step(in_memory)
