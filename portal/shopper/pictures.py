"""Photos that come with a shopper's form, and the addresses under which they are seen again."""

from collections.abc import Iterable

from flask import Blueprint, Response, abort, current_app
from werkzeug.datastructures import FileStorage

from commerce.statements import Statements
from portal.shopper.headers import PRIVATE
from returns import photos

blueprint = Blueprint("pictures", __name__)

MOST, MOST_BODY = 4, 44 * 1024 * 1024


@blueprint.get("/t/<token>/photos/<code>.jpg")
def photo(token: str, code: str) -> Response:
    """A photo sent with a return or a claim of the order."""
    statements: Statements = current_app.extensions["statements"]
    plain = token.isalnum() and token.isascii() and code.isalnum() and code.isascii()
    row = statements.one(photos.FIND, (token, code)) if plain else None
    if row is None:
        abort(404)
    headers = PRIVATE | {"Cache-Control": "private, max-age=31536000, immutable"}
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return Response(bytes(row[0]), headers=headers, content_type="image/jpeg")


def read(files: Iterable[FileStorage]) -> list[bytes]:
    """The photos of one field, redrawn. Raises `photos.NotAPhoto` for what is none, and for too many."""
    sent = [file for file in files if file.filename]
    if len(sent) > MOST:
        raise photos.NotAPhoto("too many of them")
    return [photos.redrawn(file.read(photos.MOST_BYTES + 1)) for file in sent]


def keep(token: str, merchant_id: int, order_id: int, pictures: Iterable[bytes]) -> list[str]:
    """Keep redrawn pictures with their order, whose page has the token; their addresses."""
    base_url = current_app.config["SETTINGS"].base_url
    codes = [photos.keep(merchant_id, order_id, picture) for picture in pictures]
    return [f"{base_url}/t/{token}/photos/{code}.jpg" for code in codes]
