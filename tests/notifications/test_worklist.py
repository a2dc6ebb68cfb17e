"""The morning's list knows of each late parcel whether its shopper heard, and of messages that reached nobody."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant
from notifications import worklist
from notifications.models import Notice, WebhookEndpoint
from tests.builders import make_merchant
from tests.commerce.insights.shop import buy, day, send
from tracking.models import Shipment


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant()


@pytest.fixture
def parcel(merchant: Merchant) -> Shipment:
    return send(buy(merchant, "1001", day(0)))


def write(parcel: Shipment, code: str, status: str, **fields: Any) -> None:
    plain = {
        "kind": "delayed",
        "channel": "email",
        "locale": "en",
        "key": code,
        "news_at": now(),
        "due_at": now(),
    }
    ids = {"merchant_id": parcel.merchant_id, "order_id": parcel.order_id, "shipment_id": parcel.id}
    with transaction() as session:
        session.add(Notice(code=code, status=status, **plain | ids | fields))


def told(parcel: Shipment) -> tuple[str, str | None] | None:
    found = worklist.news(parcel.merchant_id, [parcel.code], 20).told.get(parcel.code)
    return (found.status, found.reason) if found else None


def test_a_parcel_of_which_nothing_was_decided_is_not_there(parcel: Shipment) -> None:
    write(parcel, "n1", "sent", kind="shipped")
    assert told(parcel) is None


def test_what_tells_most_counts(parcel: Shipment) -> None:
    write(parcel, "n1", "skipped", skip_reason="daily_cap")
    assert told(parcel) == ("skipped", "daily_cap")
    write(parcel, "n2", "failed", error="refused", channel="sms")
    assert told(parcel) == ("failed", "refused")
    write(parcel, "n3", "scheduled", channel="whatsapp")
    assert told(parcel) == ("scheduled", None)
    write(parcel, "n4", "sent", sent_at=now())
    write(parcel, "n5", "skipped", skip_reason="already_told")
    assert told(parcel) == ("sent", None)


def test_a_notice_of_the_whole_order_counts_for_its_parcels(parcel: Shipment) -> None:
    write(parcel, "n1", "sent", kind="not_shipped", shipment_id=None)
    assert told(parcel) == ("sent", None)


def test_messages_that_reached_nobody_are_listed_for_two_weeks(parcel: Shipment) -> None:
    write(parcel, "n1", "failed", error="refused", kind="shipped")
    write(parcel, "n2", "bounced")
    write(parcel, "n3", "delivered", kind="delivered")
    write(parcel, "n4", "failed", created_at=now() - timedelta(days=15))
    dead = worklist.news(parcel.merchant_id, [], 20).dead
    assert [(one.code, one.order, one.error) for one in dead] == [
        ("n2", "1001", None),
        ("n1", "1001", "refused"),
    ]


def test_paused_webhooks_are_listed_with_their_reason(merchant: Merchant) -> None:
    for number, status in enumerate(("paused", "active")):
        told_ = {"code": f"e{number}", "url": f"https://{status}.test", "events": [], "secrets": b""}
        paused = {"paused_reason": "gone", "paused_at": now()} if status == "paused" else {}
        with transaction() as session:
            session.add(WebhookEndpoint(merchant_id=merchant.id, status=status, **told_, **paused))
    [found] = worklist.news(merchant.id, [], 20).paused
    assert (found.url, found.reason) == ("https://paused.test", "gone")


def test_another_shops_news_is_not_told(app: Flask, parcel: Shipment) -> None:
    write(parcel, "n1", "failed")
    other = make_merchant("bolt")
    assert worklist.news(other.id, [parcel.code], 20) == worklist.News({}, [], [])
    db.session.rollback()
