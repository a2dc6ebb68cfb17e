"""What was made for one question and holds for a while, kept for the next that is the same."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Lasting(Protocol):
    """Something that holds until a moment."""

    @property
    def until(self) -> datetime: ...


K = TypeVar("K", bound=Hashable)
T = TypeVar("T", bound=Lasting)


class Kept(Generic[T]):
    """At most so many things, a tenth of them dropped, the oldest, when they are too many; safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: dict[Hashable, T] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, keys: Iterable[K], now: datetime) -> dict[K, T]:
        """By their keys, those that still hold."""
        kept = self._kept
        return {key: found for key in keys if (found := kept.get(key)) and now < found.until}

    def keep(self, made: Mapping[K, T]) -> None:
        """Keep them all, each under its key."""
        with self._lock:
            for key in self._kept.keys() & made.keys():
                del self._kept[key]  # so that it stands among the newest
            self._kept.update(made.items())
            while len(self._kept) > self._most:
                for oldest in list(islice(self._kept, self._most // 10 + 1)):
                    del self._kept[oldest]
