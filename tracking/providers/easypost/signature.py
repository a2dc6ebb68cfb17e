"""The signature on an EasyPost webhook."""

import hmac
import unicodedata

HEADER = "X-Hmac-Signature"
PREFIX = "hmac-sha256-hex="


def verify(body: bytes, given: str, secret: str) -> bool:
    """Say whether EasyPost signed these bytes: HMAC-SHA256 over the raw body, keyed with the NFKD secret.

    `given` is the header's value, empty where there was none. An empty secret verifies nothing. Source:
    EasyPost's webhooks guide.
    """
    if not secret or not given:
        return False
    key = unicodedata.normalize("NFKD", secret).encode("utf-8", "surrogatepass")
    expected = PREFIX + hmac.digest(key, body, "sha256").hex()
    # compare_digest refuses non-ASCII text, and a header may hold anything.
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))
