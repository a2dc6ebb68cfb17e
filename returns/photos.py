"""Photos that shoppers send: redrawn, so that nothing but their pixels is kept, and stored with the order."""

import hashlib
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from commerce.database import db
from commerce.ids import token
from returns.models.requests import ReturnPhoto

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIZE = (1600, 1600)
FORMATS = ("JPEG", "PNG", "WEBP")
FIND = """
SELECT p.picture FROM orders o JOIN return_photos p ON p.merchant_id = o.merchant_id AND p.order_id = o.id
WHERE o.page_token = %s AND p.code = %s
"""


class NotAPhoto(Exception):
    """The bytes are no picture that we take."""


def redrawn(body: bytes) -> bytes:
    """The picture upright, as a JPEG of 1600 × 1600 pixels at most, without its metadata. `NotAPhoto`."""
    if len(body) > MOST_BYTES:
        raise NotAPhoto("more than 10 MiB")
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAPhoto("too many pixels")
            image.draft("RGB", SIZE)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
        raise NotAPhoto("not a JPEG, PNG or WebP picture") from exc
    upright.thumbnail(SIZE)
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=82)
    return out.getvalue()


def keep(merchant_id: int, order_id: int, picture: bytes) -> str:
    """Keep a redrawn picture with its order, in the transaction of the return; its code."""
    photo = ReturnPhoto(
        merchant_id=merchant_id,
        order_id=order_id,
        code=token(),
        content_type="image/jpeg",
        size=len(picture),
        digest=hashlib.sha256(picture).hexdigest(),
        picture=picture,
    )
    db.session.add(photo)
    return photo.code
