"""People are invited by a link that works once, and only their hashes are kept."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import clock, people, staff
from commerce.database import db, transaction
from commerce.errors import Invalid
from commerce.models import Merchant
from commerce.people import LastOwner, LinkSpent

PASSWORD = "correct horse battery"


@pytest.fixture
def merchant_id(app: Flask) -> int:
    with transaction() as session:
        merchant = Merchant(slug="acme", config={})
        session.add(merchant)
        session.flush()
        return merchant.id


def rows() -> list[str]:
    sql = "SELECT row_to_json(u)::text || coalesce(encode(link_digest, 'escape'), '') FROM users u"
    return list(db.session.execute(text(sql)).scalars())


def test_a_link_sets_a_password_once(merchant_id: int) -> None:
    invitation = people.invite(merchant_id, "ada@acme.test", "owner")
    user = people.set_password(invitation.token, PASSWORD)
    assert (user.merchant_id, user.email, user.role) == (merchant_id, "ada@acme.test", "owner")
    assert people.has_password(user, PASSWORD) and not people.has_password(user, PASSWORD + "!")
    with pytest.raises(LinkSpent):
        people.set_password(invitation.token, "another password")
    with pytest.raises(LinkSpent):
        people.invited(invitation.token)


def test_the_table_holds_neither_link_nor_password(merchant_id: int) -> None:
    invitation = people.invite(merchant_id, "ada@acme.test", "owner")
    assert invitation.token not in rows()[0] and invitation.token not in repr(invitation)
    people.set_password(invitation.token, PASSWORD)
    assert PASSWORD not in rows()[0] and "scrypt:" in rows()[0]


@pytest.mark.parametrize(("days", "good"), [(6.99, True), (7.01, False)])
def test_a_link_is_good_for_seven_days(merchant_id: int, days: float, good: bool) -> None:
    invitation = people.invite(merchant_id, "ada@acme.test", "owner")
    with clock.at(clock.now() + timedelta(days=days)):
        if good:
            assert people.invited(invitation.token).email == "ada@acme.test"
        else:
            with pytest.raises(LinkSpent):
                people.set_password(invitation.token, PASSWORD)


def test_inviting_again_gives_a_new_link_and_role_and_keeps_the_password(merchant_id: int) -> None:
    first = people.invite(merchant_id, " Ada@Acme.test ", "viewer")
    people.set_password(first.token, PASSWORD)
    second = people.invite(merchant_id, "ada@acme.test", "manager")
    third = people.invite(merchant_id, "ada@acme.test", "agent")
    assert len(rows()) == 1
    with pytest.raises(LinkSpent):
        people.invited(second.token)
    user = people.invited(third.token)
    assert user.role == "agent" and people.has_password(user, PASSWORD)


def test_the_only_owner_is_not_invited_to_be_less(merchant_id: int) -> None:
    people.invite(merchant_id, "ada@acme.test", "owner")
    with pytest.raises(LastOwner):
        people.invite(merchant_id, "Ada@acme.test", "viewer")
    assert [user.role for user in staff.listed(merchant_id)] == ["owner"]
    people.invite(merchant_id, "bo@acme.test", "owner")
    people.invite(merchant_id, "ada@acme.test", "viewer")
    assert [user.role for user in staff.listed(merchant_id)] == ["viewer", "owner"]


def test_one_address_may_work_for_two_merchants(merchant_id: int) -> None:
    with transaction() as session:
        other = Merchant(slug="other", config={})
        session.add(other)
        session.flush()
        other_id = other.id
    here = people.invite(merchant_id, "ada@acme.test", "owner")
    there = people.invite(other_id, "ada@acme.test", "viewer")
    assert people.invited(here.token).merchant_id == merchant_id
    assert people.invited(there.token).merchant_id == other_id


@pytest.mark.parametrize("password", ["", "short", "x" * 9, "x" * 201])
def test_a_poor_password_leaves_the_link_unspent(merchant_id: int, password: str) -> None:
    invitation = people.invite(merchant_id, "ada@acme.test", "owner")
    with pytest.raises(Invalid):
        people.set_password(invitation.token, password)
    assert people.set_password(invitation.token, PASSWORD)


@pytest.mark.parametrize("email", ["", "ada", "a b@c.test", "ada@acme.test\0", "x" * 400 + "@c.test"])
def test_an_address_that_mail_cannot_reach_is_refused(merchant_id: int, email: str) -> None:
    with pytest.raises(Invalid, match="e-mail"):
        people.invite(merchant_id, email, "owner")


def test_an_unknown_role_is_refused(merchant_id: int) -> None:
    with pytest.raises(Invalid, match="owner, manager"):
        people.invite(merchant_id, "ada@acme.test", "king")


def test_nobody_has_a_password_that_was_never_set(merchant_id: int) -> None:
    invitation = people.invite(merchant_id, "ada@acme.test", "owner")
    assert not people.has_password(people.invited(invitation.token), "")
