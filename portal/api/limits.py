"""How often a key may ask: counted in memory, by each web process for itself."""

import math
import time

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from commerce.errors import TooMany
from portal.api.auth import acting

KEPT = "waypost.limit_headers"


class Limiter:
    """Counts a key's requests in fixed windows of the limit that the settings name."""

    def __init__(self, limit: str) -> None:
        self.limit: RateLimitItem = parse(limit)
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    def has_left(self, key_id: str) -> bool:
        """Whether one more request would be within the limit."""
        return bool(self._counts.test(self.limit, key_id))

    def count(self, key_id: str) -> tuple[bool, dict[str, str]]:
        """Count a request; returns whether it is within the limit, and the headers that tell."""
        within = self._counts.hit(self.limit, key_id)
        stats = self._counts.get_window_stats(self.limit, key_id)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        headers = {
            "RateLimit-Limit": str(self.limit.amount),
            "RateLimit-Remaining": str(max(0, stats.remaining)),
            "RateLimit-Reset": str(seconds),
        }
        return within, headers


def init_app(app: Flask, limit: str) -> None:
    app.extensions["api_limiter"] = Limiter(limit)


def count_request() -> None:
    """Refuse a key's request beyond its limit."""
    limiter: Limiter = current_app.extensions["api_limiter"]
    within, headers = limiter.count(acting().key_id)
    request.environ[KEPT] = headers
    if not within:
        seconds = headers["RateLimit-Reset"]
        raise TooMany(f"ask again in {seconds} s", retry_after=int(seconds))


def tell_limit(response: Response) -> Response:
    """Say on every answer how much of the limit is left."""
    response.headers.update(request.environ.get(KEPT, {}))
    return response
