"""The signature on an EasyPost webhook."""

import hmac
import unicodedata
from collections.abc import Mapping

HEADER = "X-Hmac-Signature"
PREFIX = "hmac-sha256-hex="


def verify(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Say whether EasyPost signed these bytes: HMAC-SHA256 over the raw body, keyed with the NFKD secret.

    Header names may come in any case. An empty secret verifies nothing. Source: EasyPost's webhooks guide.
    """
    given = _header(headers)
    if not secret or given is None:
        return False
    key = unicodedata.normalize("NFKD", secret).encode("utf-8", "surrogatepass")
    expected = PREFIX + hmac.digest(key, body, "sha256").hex()
    # compare_digest refuses non-ASCII text, and a header may hold anything.
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _header(headers: Mapping[str, str]) -> str | None:
    if (exact := headers.get(HEADER)) is not None:
        return exact
    wanted = HEADER.lower()
    return next((value for name, value in headers.items() if name.lower() == wanted), None)
