"""Merchants' logos: fetched once by a job and served by ourselves, so that no page loads from another host."""

import hashlib
import io
import logging

import requests
from flask import Blueprint, Response, abort, current_app
from PIL import Image, UnidentifiedImageError
from sqlalchemy.dialects.postgresql import insert

from commerce import merchants, open_internet
from commerce.clock import now
from commerce.database import transaction
from commerce.models import Logo, Merchant
from commerce.outbox import Happened, subscribe
from commerce.work import GivenUp, TryLater
from portal.shopper.page import Brand

log = logging.getLogger(__name__)
blueprint = Blueprint("logos", __name__)

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 16_000_000
SIZE = (320, 80)  # twice the size it is shown in, for sharp screens
COLOURS = 64
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SECONDS = (3.05, 10)
FIND = "SELECT l.picture FROM logos l JOIN merchants m ON m.id = l.merchant_id WHERE m.slug = %s AND l.digest = %s"


@subscribe("fetch-logo", ["merchant.changed"], queue="carriers", foreign=True)
def fetch(event: Happened) -> None:
    """Fetch the logo that a merchant's file names, where it is not the one that we have."""
    merchant = merchants.fresh_by_id(event.merchant_id)
    url = (merchant.config.get("brand") or {}).get("logo_url") if merchant else None
    if merchant is None or not url or merchant.logo:
        return
    picture = made_small(downloaded(url))
    with transaction() as session:
        keep(merchant.id, url, picture)
        stored = session.get_one(Merchant, merchant.id, with_for_update=True)
        stored.version += 1


def keep(merchant_id: int, url: str, picture: bytes) -> None:
    """Keep a picture that was made small as the merchant's one logo, known by its address."""
    row = {
        "merchant_id": merchant_id,
        "url": url,
        "picture": picture,
        "digest": digest_of(picture),
        "fetched_at": now(),
    }
    with transaction() as session:
        session.execute(
            insert(Logo).values(row).on_conflict_do_update(index_elements=["merchant_id"], set_=row)
        )


def digest_of(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()[:16]


def address_of(slug: str, digest: str) -> str:
    """The path under which our own copy is shown."""
    return f"/brand/{slug}/{digest}.png"


def downloaded(url: str) -> bytes:
    """The bytes behind an address on the open internet; redirections are not followed."""
    try:
        with (
            open_internet.session() as web,
            web.get(url, timeout=SECONDS, stream=True, allow_redirects=False) as answer,
        ):
            if answer.status_code >= 500 or answer.status_code == 429:
                raise TryLater(f"the logo's host answered {answer.status_code}")
            if answer.status_code != 200:
                raise GivenUp(f"the logo's host answered {answer.status_code}")
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    except open_internet.Inside as exc:
        raise GivenUp("the logo's host is not on the open internet") from exc
    except requests.RequestException as exc:
        raise TryLater(f"the logo can't be fetched: {type(exc).__name__}") from exc
    if len(body) > MOST_BYTES:
        raise GivenUp("the logo has more than 1 MiB")
    return bytes(body)


def made_small(body: bytes) -> bytes:
    """The picture as a small PNG of few colours, with nothing in it but the pixels."""
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise GivenUp("the logo has too many pixels")
            small = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as exc:
        raise GivenUp("the logo is not a PNG, JPEG, WebP or GIF picture") from exc
    small.thumbnail(SIZE)
    out = io.BytesIO()
    small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


@blueprint.get("/brand/<slug>/<digest>.png")
def show(slug: str, digest: str) -> Response:
    """The picture, to be kept for ever: another one has another name."""
    row = current_app.extensions["statements"].one(FIND, (slug.replace("\0", ""), digest.replace("\0", "")))
    if row is None:
        abort(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(row[0], headers=headers, content_type="image/png")


def brand_of(merchant: merchants.Known) -> Brand:
    """The merchant's look from its file, its logo as the path of our own copy."""
    told = merchant.config.get("brand") or {}
    fields = {name: told[name] for name in Brand.__dataclass_fields__ if told.get(name) is not None}
    fields["logo_url"] = address_of(merchant.slug, merchant.logo) if merchant.logo else None
    return Brand(**{"name": merchant.config["name"], "slug": merchant.slug} | fields)
