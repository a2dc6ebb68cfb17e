"""The element that shows delivery dates on a shop's pages, and the demo shop's page that shows the element."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request

from portal.etags import is_named

STATIC = Path(__file__).parent / "static"
ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}
DEMO_KEY = "demo-publishable-key"  # a file in the data folder, written by `waypost up --demo`

blueprint = Blueprint("storefront", __name__, template_folder="templates")


@cache
def script() -> tuple[bytes, str]:
    """The element's script and its `ETag`."""
    body = (STATIC / "embed.js").read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:24]}"'


@blueprint.get("/v1/embed.js")
def embed() -> Response:
    """The script, the same for every shop and page; 304 where the browser has it."""
    body, etag = script()
    headers = ANYWHERE | {"ETag": etag}
    if is_named(etag, request.headers.get("If-None-Match", "")):
        return Response(status=304, headers=headers)
    return Response(body, headers=headers, content_type="text/javascript; charset=utf-8")


@blueprint.get("/demo-shop")
def demo_shop() -> Response:
    """A product page as a shop might have it; only where the demo shop was made on this data folder."""
    key = current_app.config["SETTINGS"].data_dir / DEMO_KEY
    if not key.exists():
        abort(404)
    style = (STATIC / "demo_shop.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; connect-src 'self'"
    page = render_template("demo_shop.html", key=key.read_text("ascii"), style=style)
    return Response(page, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})
