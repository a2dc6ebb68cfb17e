"""Text messages from what happened to what Twilio takes: asked for, to the number as the network writes it."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from flask import Flask

from commerce import clock, merchants
from commerce.database import db
from commerce.models import Integration, Merchant
from notifications import news, preferences, sending
from notifications.preferences import Choice
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, order_of, outcomes, ship
from tests.notifications.providers.standins import ACCOUNT, TOKEN, twilio
from tests.notifications.receiver import Receiver, opened

NUMBER = "+14155550123"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with opened() as receiver:
        receiver.judge = twilio
        yield receiver


@pytest.fixture
def merchant(app: Flask, receiver: Receiver) -> Merchant:
    merchant = make_merchant(notifications={"kinds": {"delayed": {"channels": ["sms"]}}})
    settings = {"account_sid": ACCOUNT, "from": "+12025550100", "api_base": receiver.url}
    sealed = app.extensions["vault"].seal({"auth_token": TOKEN})
    db.session.merge(
        Integration(merchant_id=merchant.id, provider="twilio", settings=settings, secrets=sealed)
    )
    db.session.commit()
    merchants.forget()
    return merchant


def ask_for_texts(merchant: Merchant) -> None:
    choice = Choice("sms", "", True, "page", "Text me about my parcels", "en")
    preferences.choose(merchant.id, NUMBER, choice)


def be_late(merchant: Merchant) -> None:
    with clock.at(NOON):
        customer = {"email": "ada@example.com", "phone": "(415) 555-0123"}
        find_delay(ship(order_of(merchant, customer=customer)))
        follow()
        sending.send_batch()


def test_who_asked_for_texts_gets_one_to_the_number_as_the_network_writes_it(
    merchant: Merchant, receiver: Receiver
) -> None:
    ask_for_texts(merchant)
    be_late(merchant)
    assert outcomes(merchant) == [("delayed", "sent")]
    [posted] = receiver.posted
    form = parse_qs(posted.body.decode())
    assert form["To"] == [NUMBER]
    assert "http://waypost.test/" in form["Body"][0]


def test_nobody_is_texted_unasked(merchant: Merchant, receiver: Receiver) -> None:
    be_late(merchant)
    assert outcomes(merchant) == [("delayed", "not_wanted")]
    assert receiver.posted == []


def test_nobody_is_texted_after_stop(merchant: Merchant, receiver: Receiver) -> None:
    ask_for_texts(merchant)
    news.suppress(merchant.id, "sms", NUMBER, "STOP")
    be_late(merchant)
    assert [reason for _, reason in outcomes(merchant)] == ["suppressed"]
    assert receiver.posted == []
