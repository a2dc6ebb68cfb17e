"""Staff see what shoppers were told, why they were not, and send again what failed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit, clock
from commerce.clock import now
from commerce.database import db
from commerce.models import Merchant
from notifications.kinds import KINDS
from notifications.statuses import NoticeStatus
from notifications.telling import Reason
from portal.console import notice_words
from tests.notifications.happening import DAY, find_delay, follow, notices, order_of, outcomes, ship
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.statements import counted


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mail is set up, though nothing is sent by these tests."""
    settings = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    yield


@pytest.fixture
def merchant(merchant: Merchant, mail: None) -> Merchant:
    """Of two late parcels one's shopper is to be told, and the other has no address."""
    find_delay(ship(order_of(merchant)))
    find_delay(ship(order_of(merchant, "1002", customer={"name": "Bo"})))
    follow()
    return merchant


def let_fail(merchant: Merchant) -> str:
    db.session.execute(
        text("UPDATE notices SET status = 'failed', error = 'it may have been sent' WHERE id = :id"),
        {"id": notices(merchant)[0].id},
    )
    db.session.commit()
    return notices(merchant)[0].code


def test_the_list_says_who_is_told_and_why_others_are_not(desk: Desk, merchant: Merchant) -> None:
    shown = desk.get("/messages").text
    for told in ("Delayed", "a•••@example.com", "There is no address for this channel.", "1001", "1002"):
        assert told in shown, told


def test_it_is_narrowed_by_state_and_order(desk: Desk, merchant: Merchant) -> None:
    skipped = desk.get("/messages?state=skipped").text
    assert "1002" in skipped and "a•••@example.com" not in skipped
    assert "1002" not in desk.get("/messages?q=1001").text
    assert "No message here" in desk.get("/messages?q=9999").text


def test_what_failed_is_sent_again_and_the_log_keeps_it(desk: Desk, merchant: Merchant) -> None:
    code = let_fail(merchant)
    shown = desk.get("/messages?state=failed").text
    assert "it may have been sent" in shown and "Send again" in shown
    assert "It is on its way again." in desk.send("/messages/again", notice=code).text
    assert outcomes(merchant)[0] == ("delayed", "scheduled")
    assert [entry.action for entry in audit.listed(merchant.id)] == ["notice_sent_again"]


def test_what_did_not_fail_is_not_sent_again(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/messages/again", notice=notices(merchant)[1].code)
    assert "It did not fail" in answer.text
    assert "It is not there any more." in desk.send("/messages/again", notice="ntc_none").text
    assert audit.listed(merchant.id) == []


def test_a_viewer_looks_and_sends_nothing(app: Flask, merchant: Merchant) -> None:
    code = let_fail(merchant)
    desk = signed_in(app, make_user(merchant, "viewer"))
    assert "Send again" not in desk.get("/messages").text
    assert desk.send("/messages/again", notice=code).status_code == 403


def test_another_shops_messages_are_not_there(app: Flask, merchant: Merchant, other_user: object) -> None:
    code = let_fail(merchant)
    desk = signed_in(app, other_user)  # type: ignore[arg-type]
    assert "No message here" in desk.get("/messages").text
    assert "It is not there any more." in desk.send("/messages/again", notice=code).text


def test_the_list_costs_the_same_however_long_it_is(desk: Desk, merchant: Merchant) -> None:
    with clock.at(now() - DAY / 2):
        for number in range(60):
            find_delay(ship(order_of(merchant, str(2000 + number))))
        follow()
    desk.get("/messages")
    with counted() as statements:
        assert "Older" in desk.get("/messages").text
    assert len(statements) <= 4, statements


def test_every_code_has_a_name(app: Flask) -> None:
    assert notice_words.KINDS.keys() == KINDS.keys()
    assert notice_words.REASONS.keys() == set(Reason)
    assert notice_words.STATUSES.keys() == set(NoticeStatus) - {"sending"}
