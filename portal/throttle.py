"""Counting what must not be tried too often: in Redis for all processes, while it is away in each one's memory."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from flask import current_app
from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from commerce import queue

log = logging.getLogger(__name__)

T = TypeVar("T")
Limits = list[tuple[RateLimitItem, tuple[str, ...]]]


def waiting(limits: Limits) -> int | None:
    """Seconds until all of the counters have room again; None where they have."""

    def ask(limiter: FixedWindowRateLimiter) -> list[float]:
        full = [(item, key) for item, key in limits if not limiter.test(item, *key)]
        return [limiter.get_window_stats(item, *key).reset_time for item, key in full]

    resets = counted(ask)
    return max(1, round(max(resets) - time.time())) if resets else None


def count_miss(limits: Limits) -> None:
    """Count once on each of the counters."""
    counted(lambda limiter: [limiter.hit(item, *key) for item, key in limits])


def counted(step: Callable[[FixedWindowRateLimiter], list[T]]) -> list[T]:
    """Run a step on the counters in Redis; while Redis is away, on this process's own."""
    kept = current_app.extensions
    if "throttle" not in kept:
        shared = RedisStorage("redis://", connection_pool=queue.current().connection_pool)
        kept["throttle"] = (FixedWindowRateLimiter(shared), FixedWindowRateLimiter(MemoryStorage()))
    in_redis, in_memory = kept["throttle"]
    try:
        return step(in_redis)
    except RedisError:
        log.warning("tries are counted per process while Redis is away")
        return step(in_memory)
