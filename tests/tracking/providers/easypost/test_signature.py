"""Which webhooks are EasyPost's."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.providers.easypost.signature import verify

BODY = '{"id":"evt_1","message":"Zürich"}'.encode()


def signed(key: bytes, body: bytes = BODY) -> str:
    return "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()


def test_the_secret_is_taken_in_its_decomposed_form() -> None:
    assert verify(BODY, signed("cle\u0301".encode()), "cl\u00e9")
    assert not verify(BODY, signed("cl\u00e9".encode()), "cl\u00e9")


@pytest.mark.parametrize(
    "given_",
    [
        signed(b"another"),
        signed(b"key", BODY + b" "),
        signed(b"key").removeprefix("hmac-sha256-hex="),
        signed(b"key").replace("sha256", "sha512"),
        signed(b"key")[:-1],
        signed(b"key") + "0",
        "",
        "hmac-sha256-hex=",
        "hmac-sha256-hex=é\x00\r\n",
        "\ud800",
    ],
)
def test_any_other_signature_is_refused(given_: str) -> None:
    assert not verify(BODY, given_, "key")


def test_without_a_signature_or_a_secret_nothing_is_true() -> None:
    assert not verify(BODY, "", "key")
    assert not verify(BODY, signed(b""), "")


@given(st.binary(), st.text(), st.text(min_size=1))
def test_no_header_and_no_secret_raises(body: bytes, header: str, secret: str) -> None:
    assert not verify(body, header, secret)
