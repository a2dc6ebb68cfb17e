"""Meta's signature: HMAC-SHA256 over the raw body, keyed with the app's secret."""

import hmac

HEADER = "X-Hub-Signature-256"
PREFIX = "sha256="


def verify(body: bytes, given: str, secret: str) -> bool:
    """Say whether Meta signed these bytes. An empty secret verifies nothing.

    Source: Meta's "Webhooks: validating payloads".
    """
    if not secret:
        return False
    expected = PREFIX + hmac.digest(secret.encode(), body, "sha256").hex()
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))
