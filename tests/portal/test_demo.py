"""The demo shop has an owner who can sign in as it was printed, at each start."""

from flask import Flask

from commerce import staff
from portal import demo
from tests.builders import make_merchant


def printed_password(lines: list[str]) -> str:
    return lines[-1].split()[-1]


def test_the_printed_sign_in_works_and_stays_the_same(app: Flask) -> None:
    merchant = make_merchant("demo")
    first = demo.at_the_desk(merchant.id)
    assert "/console" in first[0]
    [owner] = staff.with_password("owner@demo.example", printed_password(first))
    assert (owner.merchant_id, owner.role) == (merchant.id, "owner")
    assert demo.at_the_desk(merchant.id) == first


def test_a_password_that_somebody_set_is_left_alone(app: Flask) -> None:
    merchant = make_merchant("demo")
    old = printed_password(demo.at_the_desk(merchant.id))
    [owner] = staff.with_password("owner@demo.example", old)
    staff.change_password(merchant.id, owner.id, old, "one of their own")
    assert "the password that you set" in demo.at_the_desk(merchant.id)[-1]
    assert staff.with_password("owner@demo.example", "one of their own")
