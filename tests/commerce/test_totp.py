"""Codes are those of RFC 6238, work once, and for about a minute and a half."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from commerce import totp

SECRET = b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_codes_are_those_of_the_rfcs_appendix_b(seconds: int, eight_digits: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code(SECRET, step) == eight_digits[2:]


@pytest.mark.parametrize(
    ("seconds_off", "fits"), [(0, True), (-30, True), (30, True), (-61, False), (61, False)]
)
def test_a_clock_may_be_a_step_off(seconds_off: int, fits: bool) -> None:
    typed = totp.code(SECRET, totp.step_at(NOW + timedelta(seconds=seconds_off)))
    assert (totp.accepted_step(SECRET, typed, NOW, None) is not None) == fits


def test_a_code_works_once() -> None:
    typed = totp.code(SECRET, totp.step_at(NOW))
    step = totp.accepted_step(SECRET, f" {typed[:3]} {typed[3:]} ", NOW, None)
    assert step == totp.step_at(NOW)
    assert totp.accepted_step(SECRET, typed, NOW, step) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "\0"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert totp.accepted_step(SECRET, typed, NOW, None) is None


def test_an_app_reads_whose_secret_it_is() -> None:
    assert (
        totp.address("ABC", "ada@acme.test")
        == "otpauth://totp/Waypost%3Aada%40acme.test?secret=ABC&issuer=Waypost"
    )


def test_secrets_are_long_and_each_is_another() -> None:
    assert len(totp.new_secret()) == 32 and totp.new_secret() != totp.new_secret()
