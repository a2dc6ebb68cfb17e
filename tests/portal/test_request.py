"""Bodies are read whole or refused, also those whose size nobody told before."""

from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.app import MAX_BODY


@pytest.mark.parametrize("size", [0, 5, MAX_BODY])
def test_a_body_in_chunks_is_read_whole(app: Flask, size: int) -> None:
    body = b"x" * size
    with app.test_request_context("/", method="POST", environ_overrides=in_chunks(body)):
        assert request.get_data() == body


def test_a_body_in_chunks_beyond_the_limit_is_refused_and_not_cut_off(app: Flask) -> None:
    body = b"x" * (MAX_BODY + 1)
    with app.test_request_context("/", method="POST", environ_overrides=in_chunks(body)):
        with pytest.raises(RequestEntityTooLarge):
            request.get_data()


def in_chunks(body: bytes) -> dict[str, object]:
    """What a server says of a body that it takes from chunks."""
    return {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
