"""Twilio: what is handed to it, what its refusals mean, and what its forms tell."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator

from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications.message import Refused, Sent, Unsure
from notifications.providers.reports import Delivery, Written
from notifications.providers.twilio import event_id, parse, sending, verify
from notifications.providers.twilio.sending import TwilioSms, send_whatsapp
from tests.notifications.providers.messages import known, message
from tests.notifications.providers.standins import ACCOUNT, TOKEN, twilio, twilio_error
from tests.notifications.receiver import Receiver, opened
from tests.ports import free_port

ADDRESS = "https://waypost.example.com/webhooks/acme/twilio"


@pytest.fixture
def receiver(app: Flask) -> Iterator[Receiver]:
    with opened() as receiver:
        receiver.judge = twilio
        yield receiver


def shop(receiver: Receiver, **more: Any) -> Known:
    own = {"account_sid": ACCOUNT, "auth_token": TOKEN, "from": "+12025550100", "api_base": receiver.url}
    return known(twilio=own | {"whatsapp_from": "+12025550100"} | more)


def sent_form(receiver: Receiver) -> dict[str, str]:
    [posted] = receiver.posted
    return {name: values[0] for name, values in parse_qs(posted.body.decode()).items()}


def test_a_text_is_taken_and_its_news_come_to_our_door(receiver: Receiver) -> None:
    assert TwilioSms().send(message(), shop(receiver)) == Sent("SM" + "1" * 32)
    assert sent_form(receiver) == {
        "To": "+14155550123",
        "From": "+12025550100",
        "Body": "Your parcel comes on Friday.",
        "StatusCallback": "http://waypost.test/webhooks/acme/twilio",
    }


def test_a_messaging_service_may_stand_for_the_number(receiver: Receiver) -> None:
    TwilioSms().send(message(), shop(receiver, **{"from": "MG" + "0" * 32}))
    form = sent_form(receiver)
    assert (form["MessagingServiceSid"], form.get("From")) == ("MG" + "0" * 32, None)


def test_whatsapp_goes_by_the_approved_template_of_its_language(receiver: Receiver) -> None:
    send_whatsapp(message(), shop(receiver, whatsapp_templates={"delayed": {"en": "HX1"}}))
    form = sent_form(receiver)
    assert (form["To"], form["From"], form["ContentSid"]) == (
        "whatsapp:+14155550123",
        "whatsapp:+12025550100",
        "HX1",
    )
    assert json.loads(form["ContentVariables"]) == {"1": "Ada", "2": "Friday"}


def test_whatsapp_without_a_template_is_plain_text(receiver: Receiver) -> None:
    send_whatsapp(message(), shop(receiver))
    assert sent_form(receiver)["Body"] == "Your parcel comes on Friday."


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 21610, Refused),
        (400, 21211, Refused),
        (400, 21614, Refused),
        (400, 21408, GivenUp),
        (400, 21617, GivenUp),
        (429, 20429, TryLater),
        (401, 20003, TryLater),
        (503, 20503, TryLater),
        (500, 20500, Unsure),
    ],
)
def test_a_refusal_means_what_it_says(
    receiver: Receiver, status: int, code: int, meaning: type[Exception]
) -> None:
    receiver.judge = lambda _: twilio_error(status, code, "the number +14155550123 is wrong")
    with pytest.raises(Exception) as caught:
        TwilioSms().send(message(), shop(receiver))
    assert type(caught.value) is meaning
    assert "4155550123" not in str(caught.value)


def test_an_answer_that_never_comes_leaves_it_unsure(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    sending.line.cache_clear()
    receiver.hangs = threading.Event()
    with pytest.raises(Unsure):
        TwilioSms().send(message(), shop(receiver))
    sending.line.cache_clear()


def test_a_host_that_is_not_there_is_tried_later(receiver: Receiver) -> None:
    with pytest.raises(TryLater):
        TwilioSms().send(message(), shop(receiver, api_base=f"http://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize("missing", ["account_sid", "auth_token", "from"])
def test_it_is_ready_once_all_is_set(receiver: Receiver, missing: str) -> None:
    assert TwilioSms().ready(shop(receiver))
    assert not TwilioSms().ready(shop(receiver, **{missing: None}))
    assert not TwilioSms().ready(known())


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def test_a_form_signed_by_the_librarys_own_way_is_let_in() -> None:
    body = form(MessageSid="SM1", MessageStatus="delivered", To="+14155550123", Body="")
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+14155550123", "Body": ""}
    given = RequestValidator(TOKEN).compute_signature(ADDRESS, fields)
    assert verify(body, given, TOKEN, ADDRESS)
    assert not verify(body, given, TOKEN, ADDRESS.replace("acme", "bolt"))
    assert not verify(body.replace(b"delivered", b"failed"), given, TOKEN, ADDRESS)
    assert not verify(body, given, "", ADDRESS)
    assert not verify(body, "é", TOKEN, ADDRESS)


@pytest.mark.parametrize(
    ("fields", "report"),
    [
        ({"MessageStatus": "delivered"}, Delivery("SM1", "sms", "delivered", None)),
        ({"MessageStatus": "read"}, Delivery("SM1", "sms", "delivered", None)),
        (
            {"MessageStatus": "undelivered", "ErrorCode": "30005"},
            Delivery("SM1", "sms", "bounced", "Twilio's error 30005: unknown number", "+14155550123"),
        ),
        (
            {"MessageStatus": "failed", "ErrorCode": "30008"},
            Delivery("SM1", "sms", "failed", "Twilio's error 30008"),
        ),
        (
            {"MessageStatus": "delivered", "To": "whatsapp:+14155550123"},
            Delivery("SM1", "whatsapp", "delivered", None),
        ),
    ],
)
def test_a_status_is_read(fields: dict[str, str], report: Delivery) -> None:
    assert parse(form(**{"MessageSid": "SM1", "To": "+14155550123"} | fields)) == [report]


@pytest.mark.parametrize("status", ["queued", "sending", "sent", "accepted", "scheduled", "novel"])
def test_a_status_on_the_way_tells_nothing(status: str) -> None:
    assert parse(form(MessageSid="SM1", MessageStatus=status, To="+14155550123")) == []


def test_what_a_shopper_wrote_is_read() -> None:
    body = form(
        MessageSid="MM1", From="whatsapp:+14155550123", To="whatsapp:+1", Body="Stop", SmsStatus="received"
    )
    assert parse(body) == [Written("+14155550123", "whatsapp", "Stop")]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a=b", b"{}", b"MessageSid=", b"&" * 1000])
def test_what_is_no_form_of_theirs_tells_nothing(body: bytes) -> None:
    assert parse(body) == []
    assert event_id(body) is None


def test_each_status_of_a_message_is_an_event_of_its_own() -> None:
    names = {event_id(form(MessageSid="SM1", MessageStatus=status)) for status in ("sent", "delivered")}
    assert names == {"SM1:sent", "SM1:delivered"}
