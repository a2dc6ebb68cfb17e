"""Requests whose bodies are read whole or refused."""

from typing import Any

import flask
from werkzeug.exceptions import RequestEntityTooLarge


class Request(flask.Request):
    """As Flask's, but a body sent in chunks that is larger than allowed is refused, not cut off."""

    def get_data(self, *args: Any, **kwargs: Any) -> Any:
        """The body; `RequestEntityTooLarge` where more of it is left than may be read."""
        body = super().get_data(*args, **kwargs)
        if self.content_length:
            return body
        most = self.max_content_length
        # Werkzeug stops at the limit without a word where no Content-Length told the size before.
        if most and len(body) >= most and self.environ["wsgi.input"].read(1):
            raise RequestEntityTooLarge
        return body
