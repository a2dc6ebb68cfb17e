"""The link by mail: to the order's own address, in its language, and not too often."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from commerce import clock, outbox, work
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import EventWork, Merchant
from tests.builders import make_merchant, make_order
from tests.notifications.postbox import Postbox, opened


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(brand={"support_email": "help@acme.test"})


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        yield box


def asked(merchant: Merchant, number: str | None = "1001", ago: timedelta = timedelta()) -> int:
    """The event that somebody asked for the order so long ago, relayed; its number."""
    with clock.at(now() - ago), transaction():
        outbox.emit(merchant.id, "lookup.asked", order=number)
    [(_, _, event_id)] = outbox.relay()
    return event_id


def answer(merchant: Merchant, event_id: int) -> str:
    """Let a worker try; the state of the work after."""
    db.session.execute(text("UPDATE event_work SET due_at = now()"))
    db.session.commit()
    work.do("mail-link", merchant.id, event_id)
    statement = select(EventWork.state).where(
        EventWork.merchant_id == merchant.id, EventWork.event_id == event_id
    )
    return db.session.scalars(statement).one()


def test_the_link_goes_to_the_address_that_the_order_was_placed_with(
    merchant: Merchant, postbox: Postbox
) -> None:
    order = make_order(merchant, customer={"email": "Ada@Example.com"})
    event_id = asked(merchant)
    assert answer(merchant, event_id) == "done"
    [message] = postbox.messages
    assert (message["To"], message["Reply-To"]) == ("Ada@Example.com", "help@acme.test")
    assert message["From"] == "Acme Outfitters <no-reply@waypost.test>"
    assert message["Message-ID"] == f"<link.{merchant.id}.{event_id}@waypost.test>"
    for part in message.iter_parts():
        assert f"http://waypost.test/t/{order.page_token}" in part.get_content()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("en-GB", "The link to your order 1001 at Acme Outfitters"),
        ("ja-JP", "Acme Outfitters ご注文 1001 の確認ページ"),
        ("ko", "Acme Outfitters 주문 1001 조회 링크"),
        (None, "The link to your order 1001 at Acme Outfitters"),
    ],
)
def test_it_speaks_the_orders_language(
    merchant: Merchant, postbox: Postbox, locale: str | None, subject: str
) -> None:
    make_order(merchant, locale=locale)
    answer(merchant, asked(merchant))
    assert [message["Subject"] for message in postbox.messages] == [subject]


@pytest.mark.parametrize("number", [None, "9999"])
def test_a_question_that_fits_no_order_sends_nothing(
    merchant: Merchant, postbox: Postbox, number: str | None
) -> None:
    make_order(merchant)
    assert answer(merchant, asked(merchant, number)) == "done"
    assert postbox.messages == []


def test_an_order_without_an_address_sends_nothing(merchant: Merchant, postbox: Postbox) -> None:
    make_order(merchant, customer={"email": None}, email=None)
    assert answer(merchant, asked(merchant)) == "done"
    assert postbox.messages == []


@pytest.mark.parametrize(("hours", "mails"), [(23, 1), (25, 0)])
def test_a_question_older_than_a_day_is_not_answered(
    merchant: Merchant, postbox: Postbox, hours: int, mails: int
) -> None:
    make_order(merchant)
    assert answer(merchant, asked(merchant, ago=timedelta(hours=hours))) == "done"
    assert len(postbox.messages) == mails


@pytest.mark.parametrize(("minutes", "mails"), [((50, 0), 1), ((61, 0), 2), ((0, 90), 1), ((100, 50, 0), 2)])
def test_an_order_gets_one_mail_an_hour(
    merchant: Merchant, postbox: Postbox, minutes: tuple[int, ...], mails: int
) -> None:
    make_order(merchant)
    for ago in minutes:
        assert answer(merchant, asked(merchant, ago=timedelta(minutes=ago))) == "done"
    assert len(postbox.messages) == mails


def test_another_order_has_an_hour_of_its_own(merchant: Merchant, postbox: Postbox) -> None:
    for number in ("1001", "1002"):
        make_order(merchant, number)
        answer(merchant, asked(merchant, number))
    assert len(postbox.messages) == 2


def test_a_mail_that_could_not_go_goes_later_under_the_same_name(
    merchant: Merchant, postbox: Postbox
) -> None:
    make_order(merchant)
    event_id = asked(merchant)
    postbox.to_data = "451 later"
    assert answer(merchant, event_id) == "open"
    postbox.to_data = "250 OK"
    assert answer(merchant, event_id) == "done"
    assert [message["Message-ID"] for message in postbox.messages] == [
        f"<link.{merchant.id}.{event_id}@waypost.test>"
    ]


@pytest.mark.parametrize("address", ["ada@example.com", "ada,eve@example.com"])
def test_a_refused_address_stands_in_no_log(
    merchant: Merchant, postbox: Postbox, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    make_order(merchant, customer={"email": address})
    postbox.to_recipient = f"550 no such box {address}"
    caplog.set_level(logging.CRITICAL, logger="mail.log")
    with caplog.at_level(logging.INFO, logger="commerce"):
        assert answer(merchant, asked(merchant)) == "failed"
    assert "work given up" in caplog.text
    assert "@" not in caplog.text


def test_a_worker_that_has_no_mail_server_leaves_it_to_later(app: Flask, merchant: Merchant) -> None:
    make_order(merchant)
    assert answer(merchant, asked(merchant)) == "open"
