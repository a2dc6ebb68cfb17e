"""The console's style sheet and script: named by their contents, so that browsers keep them for good."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Response, abort, request, url_for

from portal.console.blueprint import blueprint

STATIC = Path(__file__).parent / "static"
TYPES = {"console.css": "text/css; charset=utf-8", "htmx.min.js": "text/javascript; charset=utf-8"}
TYPES |= {"console.js": "text/javascript; charset=utf-8"}


@blueprint.get("/assets/<digest>/<name>")
def asset(digest: str, name: str) -> Response:
    """A file as it is now; an old address leads to it too, but is not kept."""
    if name not in TYPES:
        abort(404)
    plain, packed, known = contents(name)
    zipped = request.accept_encodings.quality("gzip") > 0
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
    if digest == known:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(packed if zipped else plain, headers=headers, content_type=TYPES[name])


@cache
def contents(name: str) -> tuple[bytes, bytes, str]:
    """A file, the same compressed, and the digest that names it."""
    plain = (STATIC / name).read_bytes()
    return plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:12]


def asset_address(name: str) -> str:
    """Where a file is loaded from."""
    return url_for("console.asset", digest=contents(name)[2], name=name)
