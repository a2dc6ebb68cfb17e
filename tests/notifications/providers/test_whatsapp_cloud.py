"""The Cloud API: what is handed to it, what its refusals mean, and what its webhooks tell."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from commerce import clock
from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications.message import Refused, Sent, Unsure
from notifications.providers.reports import Delivery, Report, Written
from notifications.providers.whatsapp import WhatsApp
from notifications.providers.whatsapp_cloud import parse, sending, verify, window
from tests.builders import make_merchant
from tests.notifications.providers.messages import known, message
from tests.notifications.providers.standins import ACCESS, NUMBER_ID, cloud, cloud_error
from tests.notifications.receiver import Receiver, opened
from tests.ports import free_port


@pytest.fixture
def receiver(app: Flask) -> Iterator[Receiver]:
    with opened() as receiver:
        receiver.judge = cloud
        yield receiver


@pytest.fixture
def merchant_id(app: Flask) -> int:
    return make_merchant().id


def shop(receiver: Receiver, merchant_id: int, **more: Any) -> Known:
    own = {"phone_number_id": NUMBER_ID, "access_token": ACCESS, "api_base": receiver.url}
    return known(merchant_id, whatsapp=own | more)


def sent_body(receiver: Receiver) -> dict[str, Any]:
    [posted] = receiver.posted
    told: dict[str, Any] = json.loads(posted.body)
    return told


def test_a_template_is_sent_with_its_placeholders_filled(receiver: Receiver, merchant_id: int) -> None:
    merchant = shop(receiver, merchant_id, templates={"delayed": "order_delayed"})
    assert WhatsApp().send(message(locale="ko"), merchant) == Sent("wamid.made-up")
    body = sent_body(receiver)
    filled = [{"type": "text", "text": "Ada"}, {"type": "text", "text": "Friday"}]
    assert (body["to"], body["biz_opaque_callback_data"]) == ("14155550123", "ntc_1")
    assert body["template"] == {
        "name": "order_delayed",
        "language": {"code": "ko"},
        "components": [{"type": "body", "parameters": filled}],
    }


def test_without_a_template_nothing_is_sent_unless_the_shopper_wrote_lately(
    receiver: Receiver, merchant_id: int
) -> None:
    merchant = shop(receiver, merchant_id)
    with pytest.raises(GivenUp):
        WhatsApp().send(message(), merchant)
    assert receiver.posted == []
    with transaction():
        window.open_by(merchant_id, "+14155550123")
    WhatsApp().send(message(), merchant)
    assert sent_body(receiver)["text"]["body"] == "Your parcel comes on Friday."
    with clock.at(now() + timedelta(hours=24, minutes=1)), pytest.raises(GivenUp):
        WhatsApp().send(message(), merchant)


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 131026, Refused),
        (400, 131050, Refused),
        (400, 132001, GivenUp),
        (400, 131047, GivenUp),
        (400, 130429, TryLater),
        (429, 80007, TryLater),
        (401, 190, TryLater),
        (500, 131000, TryLater),
        (502, 999999, Unsure),
    ],
)
def test_a_refusal_means_what_it_says(
    receiver: Receiver, merchant_id: int, status: int, code: int, meaning: type[Exception]
) -> None:
    receiver.judge = lambda _: cloud_error(status, code, "something about 14155550123")
    with pytest.raises(Exception) as caught:
        sending.send(message(), shop(receiver, merchant_id), window_open=True)
    assert type(caught.value) is meaning
    assert "4155550123" not in str(caught.value)


def test_an_answer_that_never_comes_leaves_it_unsure(
    receiver: Receiver, merchant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", (0.2, 0.2))
    receiver.hangs = threading.Event()
    with pytest.raises(Unsure):
        sending.send(message(), shop(receiver, merchant_id), window_open=True)


def test_a_host_that_is_not_there_is_tried_later(receiver: Receiver, merchant_id: int) -> None:
    merchant = shop(receiver, merchant_id, api_base=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(TryLater):
        sending.send(message(), merchant, window_open=True)


@pytest.mark.parametrize(
    ("integrations", "ready"),
    [
        ({}, False),
        ({"whatsapp": {"phone_number_id": "1"}}, False),
        ({"whatsapp": {"phone_number_id": "1", "access_token": "t"}}, True),
        ({"twilio": {"account_sid": "AC", "auth_token": "t", "from": "+1"}}, False),
        ({"twilio": {"account_sid": "AC", "auth_token": "t", "whatsapp_from": "+1"}}, True),
    ],
)
def test_it_is_ready_once_one_provider_is_set_up(integrations: dict[str, Any], ready: bool) -> None:
    assert WhatsApp().ready(known(**integrations)) is ready


def test_a_body_signed_with_the_apps_secret_is_let_in() -> None:
    body = b'{"object": "whatsapp_business_account"}'
    given = "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert verify(body, given, "secret")
    assert not verify(body + b" ", given, "secret")
    assert not verify(body, given, "")
    assert not verify(body, "sha256=é", "secret")


def change(**value: Any) -> bytes:
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


@pytest.mark.parametrize(
    ("value", "reports"),
    [
        (
            {"statuses": [{"id": "wamid.1", "status": "delivered", "recipient_id": "14155550123"}]},
            [Delivery("wamid.1", "whatsapp", "delivered", None)],
        ),
        (
            {"statuses": [{"id": "wamid.1", "status": "read", "biz_opaque_callback_data": "ntc_1"}]},
            [Delivery("ntc_1", "whatsapp", "delivered", None)],
        ),
        (
            {
                "statuses": [
                    {"id": "w", "status": "failed", "recipient_id": "1415", "errors": [{"code": 131026}]}
                ]
            },
            [
                Delivery(
                    "w",
                    "whatsapp",
                    "failed",
                    "WhatsApp's error 131026: this number has no WhatsApp, or takes none of it",
                    "+1415",
                )
            ],
        ),
        ({"statuses": [{"id": "w", "status": "sent"}, {"status": "read"}, "x"]}, []),
        (
            {"messages": [{"from": "14155550123", "type": "text", "text": {"body": "STOP"}}]},
            [Written("+14155550123", "whatsapp", "STOP")],
        ),
        ({"messages": [{"from": "14155550123", "type": "image"}]}, [Written("+14155550123", "whatsapp", "")]),
        ({"messages": [{"from": None}, {"text": {"body": "x"}}]}, []),
        ({"messages": "x", "statuses": None}, []),
    ],
)
def test_a_body_is_read(value: dict[str, Any], reports: list[Report]) -> None:
    assert parse(change(**value)) == reports


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"entry": {}}', b'{"entry": [{"changes": [{}]}]}', b"\xff"]
)
def test_a_body_of_another_shape_tells_nothing(body: bytes) -> None:
    assert parse(body) == []
