"""People are invited, get another role and leave; the shop keeps an owner, and the log keeps it all."""

import re

import pytest
from flask import Flask

from commerce import audit, staff, staff_sessions
from commerce.database import db
from commerce.models import Merchant, User
from tests.portal.console.staffing import PASSWORD, Desk, make_user, signed_in


def roles(merchant: Merchant) -> dict[str, str]:
    db.session.expire_all()
    return {user.email: user.role for user in staff.listed(merchant.id)}


def test_an_owner_invites_somebody_by_a_link_that_works(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/people", email="Mina@acme.test", role="agent")
    found = re.search(r"http://waypost.test(/console/password/\w+)", answer.text)
    assert found and "mina@acme.test" in desk.client.get(found[1]).text
    assert roles(merchant)["mina@acme.test"] == "agent"


def test_what_is_no_address_is_told(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/people", email="mina", role="agent")
    assert answer.status_code == 422 and "not an e-mail address" in answer.text
    assert list(roles(merchant)) == ["owner@acme.test"]


def test_a_role_is_changed_and_the_change_is_kept(desk: Desk, merchant: Merchant) -> None:
    make_user(merchant, "agent")
    desk.send("/people/role", email="agent@acme.test", role="manager")
    assert roles(merchant)["agent@acme.test"] == "manager"
    entry = audit.listed(merchant.id)[0]
    assert (entry.person, entry.action, entry.subject) == (
        "owner@acme.test",
        "role_changed",
        "person agent@acme.test",
    )
    assert (entry.before, entry.after) == ({"role": "agent"}, {"role": "manager"})


def test_who_is_removed_is_out_at_once(app: Flask, desk: Desk, merchant: Merchant) -> None:
    theirs = signed_in(app, make_user(merchant, "agent"))
    assert theirs.get("/account").status_code == 200
    desk.send("/people/remove", email="agent@acme.test")
    assert theirs.get("/account").status_code == 401


@pytest.mark.parametrize(
    ("path", "form"),
    [("/people", {"role": "viewer"}), ("/people/role", {"role": "viewer"}), ("/people/remove", {})],
)
def test_the_last_owner_stays(desk: Desk, merchant: Merchant, path: str, form: dict[str, str]) -> None:
    answer = desk.send(path, email="owner@acme.test", **form)
    assert "one owner at least" in answer.text
    assert roles(merchant) == {"owner@acme.test": "owner"}


def test_another_shops_person_is_out_of_reach(desk: Desk, other_user: User) -> None:
    assert "not there any more" in desk.send("/people/remove", email=other_user.email).text
    assert staff.get(other_user.merchant_id, other_user.id)


def test_changing_ones_password_ends_all_other_sessions(app: Flask, merchant: Merchant) -> None:
    user = make_user(merchant, password=PASSWORD)
    mine, other = signed_in(app, user), signed_in(app, user)
    answer = mine.send(
        "/account/password", old=PASSWORD, password="another long one", again="another long one"
    )
    assert "signed out everywhere else" in answer.text
    assert other.get("/account").status_code == 401
    assert len(staff_sessions.listed(merchant.id, user.id)) == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong", "another long one", "another long one", "not your password"),
        (None, "another long one", "another", "differ"),
        (None, "short", "short", "10 to 200"),
    ],
)
def test_a_password_that_can_not_be_changed_stays(
    app: Flask, merchant: Merchant, old: str | None, new: str, again: str, says: str
) -> None:
    mine = signed_in(app, make_user(merchant, password=PASSWORD))
    answer = mine.send("/account/password", old=old or PASSWORD, password=new, again=again)
    assert answer.status_code == 422 and says in answer.text


def test_a_person_reads_the_console_in_their_language(desk: Desk) -> None:
    desk.send("/account/language", locale="ko")
    assert '<html lang="ko">' in desk.get("/account").text
    desk.send("/account/language", locale="")
    assert '<html lang="ja">' in desk.get("/account", headers={"Accept-Language": "ja"}).text


def test_one_session_is_ended_from_another(app: Flask, owner: User, desk: Desk) -> None:
    other = signed_in(app, owner)
    second = staff_sessions.listed(owner.merchant_id, owner.id)[0]
    desk.send("/account/session/end", session=str(second.id))
    assert other.get("/account").status_code == 401
    assert desk.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("locale", "label"), [("ja", "新しいパスワード（確認用）"), ("ko", "새 비밀번호 확인")]
)
def test_the_second_field_of_a_new_password_is_called_so_in_every_language(
    desk: Desk, locale: str, label: str
) -> None:
    assert label in desk.get("/account", headers={"Accept-Language": locale}).text
