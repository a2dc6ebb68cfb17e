"""Rendered tracking pages, kept in memory until something on them changes."""

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache

from portal.shopper.render import Rendered

MOST_PAGES = 1500  # some 40 kB each, so 60 MB at most


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page ready to be sent; `version` is what it was made from, `until` when its dates grow stale."""

    version: tuple[object, ...]
    until: datetime
    etag: str
    csp: str
    html: bytes
    gzipped: bytes


def kept_page(rendered: Rendered, version: tuple[object, ...], until: datetime) -> KeptPage:
    """The page with its compressed form and an `ETag` that is equal for equal bytes, in every process."""
    digest = hashlib.sha256(rendered.html).hexdigest()[:24]
    zipped = gzip.compress(rendered.html, 6, mtime=0)
    return KeptPage(version, until, f'W/"{digest}"', rendered.csp, rendered.html, zipped)


class Pages:
    """The pages of one process, the least used dropped first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: LRUCache[tuple[str, str], KeptPage] = LRUCache(MOST_PAGES)

    def get(self, key: tuple[str, str], version: tuple[object, ...], now: datetime) -> KeptPage | None:
        """The page of that token and language, if it is still what would be rendered."""
        with self._lock:
            page = self._pages.get(key)
        return page if page and page.version == version and now < page.until else None

    def keep(self, key: tuple[str, str], page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page
