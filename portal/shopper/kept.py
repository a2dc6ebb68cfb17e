"""Rendered tracking pages, kept in memory until something on them changes, and the answers they give."""

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from cachetools import LRUCache
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from portal.etags import is_named
from portal.shopper.headers import PRIVATE
from portal.shopper.render import Rendered

MOST_PAGES = 1500  # some 40 kB each, so 60 MB at most
MOST_ASKED = 3000  # ways in which they were asked for: a path, a query, languages
ALWAYS = PRIVATE | {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Accept-Encoding"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class KeptPage:
    """A page ready to be sent; `version` is what it was made from, `until` when its dates grow stale."""

    version: tuple[object, ...]
    until: datetime
    etag: str
    csp: str
    html: bytes

    @cached_property
    def gzipped(self) -> bytes:
        """The page compressed, once it is asked for so. Level 6 costs half as much again for a tenth less."""
        return gzip.compress(self.html, 3, mtime=0)

    def answer(self, if_none_match: str, accept_encoding: str) -> tuple[int, Headers, bytes]:
        """Status, headers and body for a browser that sent those headers, each empty where it sent none."""
        headers = [*ALWAYS.items(), ("ETag", self.etag)]
        if is_named(self.etag, if_none_match):
            return 304, headers, b""
        body = self.html
        headers += (("Content-Security-Policy", self.csp), ("Content-Type", "text/html; charset=utf-8"))
        if takes_gzip(accept_encoding):
            body = self.gzipped
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        return 200, headers, body


@lru_cache(512)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether that `Accept-Encoding` allows gzip (RFC 9110, 12.5.3)."""
    return parse_accept_header(accept_encoding, Accept).quality("gzip") > 0


def kept_page(rendered: Rendered, version: tuple[object, ...], until: datetime) -> KeptPage:
    """The page with an `ETag` that is equal for equal bytes, in every process."""
    digest = hashlib.sha256(rendered.html).hexdigest()[:24]
    return KeptPage(version, until, f'W/"{digest}"', rendered.csp, rendered.html)


class Asked(NamedTuple):
    """How a page is asked for: what decides, for one version of it, whose it is and in which language."""

    path: str
    query: str
    accept_language: str

    @classmethod
    def by(cls, environ: dict[str, Any]) -> "Asked":
        """The part of a WSGI environment that counts."""
        return cls(environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_ACCEPT_LANGUAGE", ""))


class Pages:
    """The pages of one process, the least used dropped first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: LRUCache[tuple[str, str], KeptPage] = LRUCache(MOST_PAGES)
        self._asked: LRUCache[Asked, tuple[str, str]] = LRUCache(MOST_ASKED)

    def get(self, key: tuple[str, str], version: tuple[object, ...], now: datetime) -> KeptPage | None:
        """The page of that token and language, if it is still what would be rendered."""
        with self._lock:
            page = self._pages.get(key)
        return page if page and page.version == version and now < page.until else None

    def keep(self, key: tuple[str, str], page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page

    def answered(self, asked: Asked, key: tuple[str, str]) -> None:
        """Remember which page it was that answered."""
        with self._lock:
            self._asked[asked] = key

    def key_for(self, asked: Asked) -> tuple[str, str] | None:
        """The token and language that answered the same question before."""
        with self._lock:
            return self._asked.get(asked)
