"""Stripe's door: what is signed is stored before the 200 and counts once; all else leaves no trace."""

import time

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from stripe import WebhookSignature
from werkzeug.test import TestResponse

from commerce.database import db
from commerce.models import Event, Integration, Merchant
from tests.builders import make_merchant
from tests.portal.webhooks.test_easypost import count
from tests.returns.providers.stripe.making import a_refund, an_event
from tracking.models import ForeignMessage

SECRET = "whsec_made_up"
BODY = orjson.dumps(an_event(a_refund())).decode()


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    sealed = app.extensions["vault"].seal({"webhook_secret": SECRET})
    db.session.merge(Integration(merchant_id=merchant.id, provider="stripe", settings={}, secrets=sealed))
    db.session.commit()
    return merchant


def post(client: FlaskClient, body: str = BODY, secret: str = SECRET, ago: int = 0) -> TestResponse:
    header = WebhookSignature.generate_signature_header(body, secret, int(time.time()) - ago)
    return client.post("/webhooks/acme/stripe", data=body, headers={"Stripe-Signature": header})


def test_a_signed_event_is_stored_once_and_its_work_is_written_down(
    client: FlaskClient, merchant: Merchant
) -> None:
    answers = [post(client) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert count(ForeignMessage) == 1
    kinds = select(Event.kind).where(Event.merchant_id == merchant.id)
    assert db.session.scalars(kinds).all() == ["payment.reported"]


@pytest.mark.parametrize("body", ["", "not json", "[]", "null"])
def test_a_signed_body_that_means_nothing_is_kept(client: FlaskClient, merchant: Merchant, body: str) -> None:
    assert post(client, body).status_code == 200
    assert count(ForeignMessage) == 1


@pytest.mark.parametrize(
    ("secret", "ago"), [("another", 0), (SECRET, 400)], ids=["another secret", "an old signature"]
)
def test_a_wrong_signature_is_refused_and_leaves_no_trace(
    client: FlaskClient, merchant: Merchant, secret: str, ago: int
) -> None:
    assert post(client, secret=secret, ago=ago).status_code == 401
    assert client.post("/webhooks/acme/stripe", data=BODY).status_code == 401
    assert count(ForeignMessage) == 0
    assert post(client).status_code == 200


def test_a_merchant_without_a_secret_has_no_door(client: FlaskClient, app: Flask) -> None:
    make_merchant()
    assert post(client).status_code == 404
