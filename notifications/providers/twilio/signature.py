"""Twilio's signature: HMAC-SHA1 over the address and the sorted fields of the form, keyed with the auth token."""

from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"


def verify(body: bytes, given: str, secret: str, address: str) -> bool:
    """Say whether Twilio signed this form for that address. An empty secret verifies nothing.

    Source: Twilio's "Webhooks security", by its own library.
    """
    if not secret or not given.isascii():
        return False
    valid: bool = RequestValidator(secret).validate(address, fields(body), given)
    return valid


def fields(body: bytes) -> dict[str, str]:
    """The form's fields, each once; nothing where it is no form."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        return {}
