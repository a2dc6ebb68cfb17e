"""The door for bounces: closed without a secret, signed, and what comes in counts."""

import hashlib
import hmac

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce import clock, outbox, work
from commerce.database import db, transaction
from commerce.models import Integration, Merchant
from notifications.models import Notice
from tests.notifications.happening import NOON, find_delay, follow, notices, order_of, ship
from tests.notifications.test_bounces import bounced

SECRET = "a secret"


@pytest.fixture
def sent(app: Flask, merchant: Merchant) -> Notice:
    sealed = app.extensions["vault"].seal({"webhook_secret": SECRET})
    db.session.add(Integration(merchant_id=merchant.id, provider="mail", settings={}, secrets=sealed))
    db.session.commit()
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)))
        follow()
    [notice] = notices(merchant)
    with transaction():
        notice.status, notice.skip_reason, notice.sent_at = "sent", None, NOON
    return notice


def post(client: FlaskClient, merchant: Merchant, body: bytes, secret: str = SECRET) -> int:
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Waypost-Signature": signature}
    return client.post(f"/webhooks/{merchant.slug}/mail", data=body, headers=headers).status_code


def test_a_signed_bounce_counts(client: FlaskClient, merchant: Merchant, sent: Notice) -> None:
    assert post(client, merchant, bounced(sent.code)) == 200
    for subscriber, merchant_id, event_id in outbox.relay():
        work.do(subscriber.name, merchant_id, event_id)
    assert [notice.status for notice in notices(merchant)] == ["bounced"]


def test_a_wrong_signature_is_refused(client: FlaskClient, merchant: Merchant, sent: Notice) -> None:
    assert post(client, merchant, bounced(sent.code), "another") == 401


def test_without_a_secret_there_is_no_door(client: FlaskClient, merchant: Merchant) -> None:
    assert post(client, merchant, b"") == 404
