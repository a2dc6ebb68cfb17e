"""What was looked up in the last seconds, so that hot paths ask the database once for many requests."""

import time
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `most` values, each for so many seconds, all dropped when they are too many; safe for several threads."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._lock = Lock()
        self._kept: dict[K, tuple[float, V]] = {}  # until when (monotonic), and what

    def get(self, key: K) -> V | None:
        """The value, or None where none was kept lately."""
        found = self._kept.get(key)
        return found[1] if found and time.monotonic() < found[0] else None

    def keep(self, *keys: K, value: V) -> None:
        """Keep the value under each of the keys."""
        until = time.monotonic() + self._seconds
        with self._lock:
            if len(self._kept) + len(keys) > self._most:
                self._kept.clear()
            self._kept.update(dict.fromkeys(keys, (until, value)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
