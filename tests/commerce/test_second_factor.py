"""An app is switched on by a right code; recovery codes work once; nothing readable is stored."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce import clock, people, second_factor, staff, totp
from commerce.database import db
from commerce.models import User
from tests.builders import make_merchant


@pytest.fixture
def ada(app: Flask) -> User:
    return people.invited(people.invite(make_merchant().id, "ada@acme.test", "owner").token)


def code(secret: str) -> str:
    return totp.code(secret, totp.step_at(clock.now()))


def switched_on(user: User) -> tuple[str, list[str]]:
    secret = second_factor.begin(user.merchant_id, user.id)
    codes = second_factor.confirm(user.merchant_id, user.id, code(secret))
    assert codes
    return secret, codes


def test_a_secret_counts_only_after_its_first_right_code(ada: User) -> None:
    secret = second_factor.begin(ada.merchant_id, ada.id)
    assert second_factor.confirm(ada.merchant_id, ada.id, "000000") is None
    assert not second_factor.is_on(staff.get(ada.merchant_id, ada.id))
    assert not second_factor.passes(ada.merchant_id, ada.id, code(secret))
    assert second_factor.confirm(ada.merchant_id, ada.id, code(secret))
    assert second_factor.is_on(staff.get(ada.merchant_id, ada.id))


def test_the_code_that_switched_it_on_does_not_sign_in_too(ada: User) -> None:
    secret, _ = switched_on(ada)
    assert not second_factor.passes(ada.merchant_id, ada.id, code(secret))
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert second_factor.passes(ada.merchant_id, ada.id, code(secret))


def test_a_recovery_code_works_once_however_it_is_typed(ada: User) -> None:
    _, codes = switched_on(ada)
    assert len(set(codes)) == 8
    assert second_factor.passes(ada.merchant_id, ada.id, codes[0].upper().replace("-", " "))
    assert not second_factor.passes(ada.merchant_id, ada.id, codes[0])
    assert second_factor.passes(ada.merchant_id, ada.id, codes[1])


def test_neither_secret_nor_recovery_codes_are_stored_readably(ada: User) -> None:
    secret, codes = switched_on(ada)
    db.session.refresh(ada)
    stored = (ada.totp_secret or b"").decode() + str(ada.recovery_digests)
    assert secret not in stored and not any(one in stored for one in codes)


def test_switched_off_no_code_passes(ada: User) -> None:
    secret, codes = switched_on(ada)
    second_factor.switch_off(ada.merchant_id, ada.id)
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert not second_factor.passes(ada.merchant_id, ada.id, code(secret))
    assert not second_factor.passes(ada.merchant_id, ada.id, codes[0])
