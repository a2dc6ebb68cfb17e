"""Signed mail, checked by the library against the public key as DNS would tell it."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from flask import Flask

from notifications.dkim_signing import signature
from notifications.mail_bytes import as_bytes
from tests.notifications.test_mail_bytes import MESSAGE

KEY = rsa.generate_private_key(65537, 2048)
RECORD = b"v=DKIM1; k=rsa; p=" + b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
)


@pytest.fixture
def key(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "dkim.pem"
    path.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    told = {"mail_from": "no-reply@waypost.test", "dkim_key": path, "dkim_selector": "2026a"}
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **told))
    return path


def told_by_dns(name: bytes, timeout: int = 5) -> bytes | None:
    return RECORD if name == b"2026a._domainkey.waypost.test." else None


def test_a_signed_mail_is_found_good(key: Path) -> None:
    content = as_bytes(MESSAGE, "no-reply@waypost.test")
    signed = signature(content, "no-reply@waypost.test") + content
    assert dkim.verify(signed, dnsfunc=told_by_dns)
    assert b"list-unsubscribe-post" in signed.partition(b"\r\nFrom:")[0]


@pytest.mark.parametrize("was", [b"Subject: Your", b"It is late.", b"/u/x>"])
def test_a_mail_changed_on_its_way_is_found_out(key: Path, was: bytes) -> None:
    content = as_bytes(MESSAGE, "no-reply@waypost.test")
    signed = signature(content, "no-reply@waypost.test") + content
    assert signed.count(was) >= 1
    assert not dkim.verify(signed.replace(was, was.swapcase()), dnsfunc=told_by_dns)


def test_mail_from_a_domain_without_a_key_is_not_signed(key: Path) -> None:
    assert signature(as_bytes(MESSAGE, "hi@acme.test"), "hi@acme.test") == b""


def test_without_a_key_nothing_is_signed(app: Flask) -> None:
    assert signature(b"From: a@b.c\r\n\r\n", app.config["SETTINGS"].mail_from) == b""
