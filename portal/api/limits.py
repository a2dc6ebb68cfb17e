"""How often a key may ask: counted in memory, by each web process for itself."""

import math
import time
from threading import Lock

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, parse

from commerce.errors import TooMany
from portal.api.auth import acting

KEPT = "waypost.limit_headers"


class Limiter:
    """Counts a key's requests in fixed windows of the limit that the settings name; safe for several threads.

    A window begins with the first request after the last one ended.
    """

    def __init__(self, limit: str) -> None:
        self.limit: RateLimitItem = parse(limit)
        self._seconds = self.limit.get_expiry()
        self._lock = Lock()
        self._windows: dict[str, tuple[float, int]] = {}  # when it ends (monotonic), requests counted

    def has_left(self, key_id: str) -> bool:
        """Whether one more request would be within the limit."""
        ends, counted = self._windows.get(key_id, (0.0, 0))
        return counted < self.limit.amount or ends <= time.monotonic()

    def count(self, key_id: str) -> tuple[bool, dict[str, str]]:
        """Count a request; returns whether it is within the limit, and the headers that tell."""
        now = time.monotonic()
        with self._lock:
            ends, counted = self._windows.get(key_id, (0.0, 0))
            if ends <= now:
                ends, counted = now + self._seconds, 0
            self._windows[key_id] = ends, counted + 1
        headers = {
            "RateLimit-Limit": str(self.limit.amount),
            "RateLimit-Remaining": str(max(0, self.limit.amount - counted - 1)),
            "RateLimit-Reset": str(max(1, math.ceil(round(ends - now, 3)))),
        }
        return counted < self.limit.amount, headers


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
    response.headers.extend(request.environ.get(KEPT, {}))
    return response
