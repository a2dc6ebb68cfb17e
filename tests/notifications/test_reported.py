"""What providers' webhooks tell, stored at the door and counted by a worker."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from commerce import outbox, work
from commerce.database import db
from commerce.models import Integration, Merchant
from notifications.news import digest
from notifications.providers.whatsapp_cloud import window
from tests.builders import make_merchant

TOKEN, SECRET, VERIFY = "a token", "a secret", "a verify token"
TWILIO_URL = "http://waypost.test/webhooks/acme/twilio"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    vault = app.extensions["vault"]
    sealed = {
        "twilio": ({"stop_words": ["pryč"]}, {"auth_token": TOKEN}),
        "whatsapp": ({}, {"app_secret": SECRET, "verify_token": VERIFY}),
    }
    for provider, (settings, secrets) in sealed.items():
        row = Integration(
            merchant_id=merchant.id, provider=provider, settings=settings, secrets=vault.seal(secrets)
        )
        db.session.merge(row)
    db.session.commit()
    return merchant


def tell_twilio(client: FlaskClient, token: str = TOKEN, **fields: str) -> TestResponse:
    given = RequestValidator(token).compute_signature(TWILIO_URL, fields)
    headers = {"X-Twilio-Signature": given, "Content-Type": "application/x-www-form-urlencoded"}
    return client.post("/webhooks/acme/twilio", data=urlencode(fields), headers=headers)


def tell_whatsapp(client: FlaskClient, secret: str = SECRET, **value: Any) -> TestResponse:
    body = json.dumps({"entry": [{"changes": [{"value": value}]}]}).encode()
    given = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return client.post("/webhooks/acme/whatsapp", data=body, headers={"X-Hub-Signature-256": given})


def understand() -> list[str]:
    """Do what is due; what the stored messages came to."""
    for subscriber, merchant_id, event_id in outbox.relay():
        assert work.do(subscriber.name, merchant_id, event_id)
    rows = db.session.execute(text("SELECT outcome FROM foreign_messages ORDER BY id")).scalars().all()
    db.session.commit()
    return [str(row) for row in rows]


def stopped(merchant: Merchant, channel: str, number: str = "+14155550123") -> bool:
    facts = {"merchant": merchant.id, "channel": channel, "digest": digest(number)}
    found = db.session.scalar(
        text(
            "SELECT 1 FROM suppressions WHERE merchant_id = :merchant AND channel = :channel "
            "AND recipient_digest = :digest"
        ),
        facts,
    )
    db.session.commit()
    return bool(found)


def test_stop_by_text_ends_texts_and_nothing_else(client: FlaskClient, merchant: Merchant) -> None:
    assert tell_twilio(client, MessageSid="MM1", From="+14155550123", Body="Stop").status_code == 200
    assert understand() == ["stopped"]
    assert stopped(merchant, "sms")
    assert not stopped(merchant, "whatsapp")


def test_start_lets_them_go_on(client: FlaskClient, merchant: Merchant) -> None:
    tell_twilio(client, MessageSid="MM1", From="+14155550123", Body="STOP")
    tell_twilio(client, MessageSid="MM2", From="+14155550123", Body="START")
    assert understand() == ["stopped", "started"]
    assert not stopped(merchant, "sms")


def test_the_merchants_own_words_count(client: FlaskClient, merchant: Merchant) -> None:
    tell_twilio(client, MessageSid="MM1", From="+14155550123", Body="Pryč")
    assert understand() == ["stopped"]


def test_the_same_form_told_again_counts_once(client: FlaskClient, merchant: Merchant) -> None:
    for _ in range(3):
        assert tell_twilio(client, MessageSid="MM1", From="+14155550123", Body="hello").status_code == 200
    assert understand() == ["a message"]


def test_stop_by_whatsapp_ends_whatsapp_and_opens_its_window(client: FlaskClient, merchant: Merchant) -> None:
    written = {"from": "14155550123", "type": "text", "text": {"body": "停止"}}
    assert tell_whatsapp(client, messages=[written]).status_code == 200
    assert understand() == ["stopped"]
    assert stopped(merchant, "whatsapp")
    assert window.is_open(merchant.id, "+14155550123")


def test_a_number_that_is_dead_is_written_to_no_more(client: FlaskClient, merchant: Merchant) -> None:
    dead = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005", "To": "+14155550123"}
    tell_twilio(client, **dead)
    assert understand() == ["bounced"]
    assert stopped(merchant, "sms")


@pytest.mark.parametrize("tell", [tell_twilio, tell_whatsapp])
def test_a_wrong_signature_is_refused_and_leaves_no_trace(
    client: FlaskClient, merchant: Merchant, tell: Any
) -> None:
    assert tell(client, "another").status_code == 401
    assert db.session.scalar(text("SELECT count(*) FROM foreign_messages")) == 0


@pytest.mark.parametrize("tell", [tell_twilio, tell_whatsapp])
def test_without_a_secret_there_is_no_door(app: Flask, client: FlaskClient, tell: Any) -> None:
    make_merchant()
    assert tell(client).status_code == 404


@pytest.mark.parametrize("body", [b"", b"not json", b"[]"])
def test_a_signed_body_that_means_nothing_is_kept(
    client: FlaskClient, merchant: Merchant, body: bytes
) -> None:
    given = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    answer = client.post("/webhooks/acme/whatsapp", data=body, headers={"X-Hub-Signature-256": given})
    assert answer.status_code == 200
    assert understand() == ["nothing of interest"]


def test_meta_is_told_that_the_address_is_ours(client: FlaskClient, merchant: Merchant) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    assert client.get("/webhooks/acme/whatsapp", query_string=asked).text == "1158201444"
    wrong = asked | {"hub.verify_token": "another"}
    assert client.get("/webhooks/acme/whatsapp", query_string=wrong).status_code == 401
    assert client.get("/webhooks/nobody/whatsapp", query_string=asked).status_code == 404
