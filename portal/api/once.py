"""Writes under `/v1` run in one transaction, and with an `Idempotency-Key` have their effect once."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request
from werkzeug.exceptions import HTTPException

from commerce import answers
from commerce.database import db, transaction
from commerce.errors import AppError, Invalid
from commerce.models import KeptAnswer
from portal.api.auth import merchant_id

KEPT_REFUSALS = frozenset({404, 409, 422})
LONGEST_KEY = 255

View = Callable[..., Any]


def once(view: View) -> View:
    """Wrap a view that writes: all it does commits with its answer, or not at all."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        with transaction():
            if key is None:
                return make_response(view(*args, **kwargs))
            return answered_once(checked(key), lambda: make_response(view(*args, **kwargs)))

    return answer


def checked(key: str) -> str:
    if 0 < len(key) <= LONGEST_KEY and key.isprintable():
        return key
    message = f"Must be 1 to {LONGEST_KEY} printable characters."
    raise Invalid([{"pointer": "", "code": "invalid", "message": message}], f"Idempotency-Key: {message}")


def answered_once(key: str, work: Callable[[], Response]) -> Response:
    """The answer kept under the key, or that of `work`, kept in the same transaction as its effect."""
    owner, digest = merchant_id(), request_digest()
    if kept := answers.given(owner, key, digest):
        return replayed(kept)
    response = attempted(work)
    answers.keep(
        KeptAnswer(
            merchant_id=owner,
            key=key,
            request_digest=digest,
            status=response.status_code,
            body=response.get_data(),
            content_type=response.content_type,
        )
    )
    return response


def attempted(work: Callable[[], Response]) -> Response:
    """What `work` answers, or the refusal it ends in; a refusal leaves no effect behind."""
    try:
        with db.session.begin_nested():
            return work()
    except (AppError, HTTPException) as refusal:
        status = refusal.status if isinstance(refusal, AppError) else refusal.code
        if status not in KEPT_REFUSALS:
            raise
        return make_response(current_app.handle_user_exception(refusal))


def replayed(kept: KeptAnswer) -> Response:
    headers = {"Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, headers, content_type=kept.content_type)


def request_digest() -> bytes:
    """What makes two requests the same: the method, the address and the body, byte for byte."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    digest.update(request.get_data(cache=True))
    return digest.digest()
