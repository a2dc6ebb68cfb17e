"""What providers say later, and addresses that are written to no more."""

import itertools
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from commerce import clock
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant
from notifications import news
from notifications.models import Notice, NoticeNews, Suppression
from notifications.statuses import ALLOWED, NoticeStatus
from tests.builders import make_merchant, make_order

NEWS = (NoticeStatus.DELIVERED, NoticeStatus.BOUNCED, NoticeStatus.FAILED)


def make_notice(merchant: Merchant, status: str, provider_id: str | None = "SM1") -> Notice:
    order = make_order(merchant)
    with transaction() as session:
        notice = Notice(
            merchant_id=merchant.id, code="ntc_1", key="k", kind="shipped", channel="sms", order_id=order.id
        )
        notice.locale, notice.status, notice.provider_id = "en", status, provider_id
        notice.news_at = notice.due_at = now()
        session.add(notice)
    return notice


@pytest.mark.parametrize(("status", "told"), list(itertools.product(NoticeStatus, NEWS)))
def test_a_later_status_never_takes_the_place_of_a_more_final_one(
    app: Flask, status: NoticeStatus, told: NoticeStatus
) -> None:
    merchant = make_merchant()
    notice = make_notice(merchant, status)
    news.tell_news(merchant.id, "sms", "SM1", told.value, "why")  # type: ignore[arg-type]
    db.session.refresh(notice)
    assert notice.status == (told if told in ALLOWED[status] else status)


def test_news_that_come_before_the_sending_is_noted_count_once_it_is(app: Flask) -> None:
    merchant = make_merchant()
    notice = make_notice(merchant, "sending", provider_id=None)
    news.tell_news(merchant.id, "sms", "SM1", "delivered", None)
    with transaction():
        notice.status, notice.provider_id = "sent", "SM1"
        db.session.flush()
        news.take_kept(merchant.id, "sms", "SM1")
    db.session.refresh(notice)
    assert notice.status == "delivered"


def test_news_may_name_the_notice_itself_even_while_it_is_on_its_way(app: Flask) -> None:
    merchant = make_merchant()
    notice = make_notice(merchant, "sending", provider_id=None)
    news.tell_news(merchant.id, "sms", "ntc_1", "bounced", "5.1.1")
    db.session.refresh(notice)
    assert (notice.status, notice.error) == ("bounced", "5.1.1")


def test_an_address_is_suppressed_once_and_only_its_hash_is_kept(app: Flask) -> None:
    merchant = make_merchant()
    news.suppress(merchant.id, "email", "Ada@Example.com", "bounced")
    news.suppress(merchant.id, "email", " ada@example.com", "complained")
    [row] = db.session.scalars(select(Suppression).where(Suppression.merchant_id == merchant.id)).all()
    assert (row.recipient_masked, row.why) == ("A•••@Example.com", "bounced")
    news.unsuppress(merchant.id, "email", "ADA@example.com")
    assert db.session.scalars(select(Suppression).where(Suppression.merchant_id == merchant.id)).all() == []


@pytest.mark.parametrize(
    ("address", "shown"), [("ada@example.com", "a•••@example.com"), ("+15551234567", "•••4567")]
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert news.masked(address) == shown


def test_what_bounced_or_was_skipped_stays_so() -> None:
    final = {status for status in NoticeStatus if not ALLOWED[status]}
    assert final == {NoticeStatus.BOUNCED, NoticeStatus.SKIPPED}


def test_news_of_a_message_that_never_was_sent_is_forgotten(app: Flask) -> None:
    merchant = make_merchant()
    for days, name in ((8, "SM8"), (6, "SM6")):
        with clock.at(now() - timedelta(days=days)):
            news.tell_news(merchant.id, "sms", name, "delivered", None)
    assert news.forget_news() == 1
    kept = db.session.scalars(select(NoticeNews).where(NoticeNews.merchant_id == merchant.id)).all()
    assert [one.provider_id for one in kept] == ["SM6"]
