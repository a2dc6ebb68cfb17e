"""Secrets at rest: what must be read again is encrypted, what must only be recognised is hashed."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from commerce.opaque import Opaque


class WrongSecretKey(RuntimeError):
    """What is stored was encrypted under another SECRET_KEY."""


class Vault:
    """Encrypts and hashes under keys derived from one `SECRET_KEY`."""

    def __init__(self, secret_key: str) -> None:
        self._hash_key = self._derive(secret_key, "look-up")
        self._fernet = Fernet(urlsafe_b64encode(self._derive(secret_key, "at rest")))
        self.event_ids = Opaque("evt", self._derive(secret_key, "event ids"))

    @staticmethod
    def _derive(secret_key: str, purpose: str) -> bytes:
        return hashlib.blake2b(
            purpose.encode(), key=hashlib.sha256(secret_key.encode()).digest(), digest_size=32
        ).digest()

    def seal(self, secrets: dict[str, Any]) -> bytes:
        """Encrypt a JSON-ready mapping (Fernet: AES-128-CBC with HMAC-SHA256)."""
        return self._fernet.encrypt(json.dumps(secrets).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """The mapping again; `WrongSecretKey` where the key has changed."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as exc:
            raise WrongSecretKey("the stored secrets were encrypted under another SECRET_KEY") from exc
        return opened

    def digest(self, value: str) -> bytes:
        """A keyed hash of 32 bytes, equal for equal values: to look a key up without storing it."""
        return hmac.digest(self._hash_key, value.encode(), "sha256")
