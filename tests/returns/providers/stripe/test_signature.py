"""Stripe's signature, held against Stripe's own library."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stripe import SignatureVerificationError, WebhookSignature

from returns.providers.stripe.signature import verify

SECRET = "whsec_made_up"
BODY = '{"id": "evt_1"}'


def sign(body: str = BODY, secret: str = SECRET, *, ago: int = 0) -> str:
    header: str = WebhookSignature.generate_signature_header(body, secret, int(time.time()) - ago)
    return header


def library_verifies(body: str, header: str, secret: str) -> bool:
    try:
        return bool(WebhookSignature.verify_header(body, header, secret, 300))
    except SignatureVerificationError:
        return False


@given(body=st.text(), secret=st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_what_the_library_signs_is_verified(body: str, secret: str) -> None:
    assert verify(body.encode(), sign(body, secret), secret)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        sign(secret="another"),
        sign("another body"),
        sign(ago=310),
        sign().replace("v1=", "v0="),
        sign() + ",t=1",
        sign().partition(",")[2],
        "t=²," + sign().partition(",")[2],
        "t=99999999999999999999," + sign().partition(",")[2],
        "\udcff",
        "v1=é,t=1",
    ],
    ids=[
        *("empty", "blank", "another secret", "another body", "too old", "another scheme", "a second time"),
        *("no time", "a time in another script", "a time far ahead", "half a character", "no hexadecimal"),
    ],
)
def test_anything_else_is_refused(header: str) -> None:
    assert not verify(BODY.encode(), header, SECRET)


@pytest.mark.parametrize(
    "header",
    [
        sign(),
        sign(ago=200),
        sign(ago=310),
        sign(secret="another"),
        sign() + ",v1=00",
        sign(secret="old") + "," + sign().partition(",")[2],
    ],
    ids=["fresh", "in time", "too old", "another secret", "a wrong one too", "an old secret too"],
)
def test_the_library_is_of_the_same_mind(header: str) -> None:
    assert verify(BODY.encode(), header, SECRET) == library_verifies(BODY, header, SECRET)


def test_no_secret_verifies_nothing() -> None:
    assert not verify(BODY.encode(), sign(), "")
