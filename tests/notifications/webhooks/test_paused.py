"""The shop's owners hear that an endpoint of theirs was paused."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import outbox, people, work
from commerce.database import db, transaction
from commerce.models import Merchant
from notifications.webhooks import endpoints
from tests.builders import make_merchant
from tests.notifications.postbox import Postbox, opened


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        yield box


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant(locales=["ja", "en"])
    people.invite(merchant.id, "owner@acme.test", "owner")
    people.invite(merchant.id, "agent@acme.test", "agent")
    return merchant


def pause(merchant: Merchant, reason: str) -> str:
    created, _ = endpoints.create(merchant.id, "https://shop.example.com/hook", ["*"])
    with transaction():
        endpoints.pause(endpoints.get(merchant.id, created.code, lock=True), reason)
    return created.code


def tell() -> None:
    for subscriber, merchant_id, event_id in outbox.relay():
        if subscriber.name == "mail-paused-endpoint":
            work.do(subscriber.name, merchant_id, event_id)


def test_each_owner_is_written_to_in_the_shops_language(merchant: Merchant, postbox: Postbox) -> None:
    pause(merchant, "answered 500, since 2026-11-19 10:00 UTC")
    tell()
    [message] = postbox.messages
    assert message["To"] == "owner@acme.test"
    assert message["Subject"] == "Acme Outfitters：Webhook の送信を停止しました"
    for part in message.iter_parts():
        assert "https://shop.example.com/hook" in part.get_content()  # type: ignore[attr-defined]


def test_nobody_is_told_of_what_a_person_did(merchant: Merchant, postbox: Postbox) -> None:
    pause(merchant, endpoints.BY_HAND)
    tell()
    assert postbox.messages == []


def test_nobody_is_told_once_it_is_active_again(merchant: Merchant, postbox: Postbox) -> None:
    code = pause(merchant, "answered 500")
    endpoints.change(merchant.id, code, {"status": "active"})
    tell()
    assert postbox.messages == []


def test_without_a_mail_server_it_waits(merchant: Merchant) -> None:
    pause(merchant, "answered 500")
    tell()
    rows = db.session.execute(
        text("SELECT state, error FROM event_work WHERE subscriber = 'mail-paused-endpoint'")
    )
    [(state, error)] = rows.all()
    assert (state, "SMTP_URL" in error) == ("open", True)
