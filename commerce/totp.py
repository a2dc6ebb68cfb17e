"""One-time passwords of an authenticator app: RFC 6238 with its defaults (SHA-1, six digits, 30 s)."""

import hmac
import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # as long as the hash, as RFC 4226 (4, R6) recommends
DRIFT = (0, -1, 1)  # steps that a clock may be off


def new_secret() -> str:
    """A secret as authenticator apps read it: base32 without padding."""
    return b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=")


def step_at(moment: datetime) -> int:
    """The number of the 30 seconds that an aware moment falls in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code(secret: str, step: int) -> str:
    """The six digits of a step (RFC 4226, 5.3)."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def accepted_step(secret: str, typed: str, moment: datetime, last: int | None) -> int | None:
    """The step whose code was typed, if it is about now and later than the `last` one taken; else None."""
    digits = "".join(typed.split())
    present = step_at(moment)
    for drift in DRIFT:
        step = present + drift
        fits = hmac.compare_digest(code(secret, step).encode(), digits.encode())
        if fits and (last is None or step > last):
            return step
    return None


def address(secret: str, account: str, issuer: str = "Waypost") -> str:
    """The `otpauth:` address that an app reads from a QR code (Google Authenticator's key URI format)."""
    label = quote(f"{issuer}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
