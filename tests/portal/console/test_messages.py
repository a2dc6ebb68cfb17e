"""What is told is set as in the merchant's file, and messages are written beside a real order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from commerce import audit, merchant_changes, merchant_file, merchants
from commerce.database import db
from commerce.models import Event, Merchant
from notifications.kinds import KINDS
from portal.console import notice_words
from portal.console.message_form import DELAYS, REST, SENDER
from tests.builders import make_order
from tests.portal.console.policy.conftest import fields_of, send
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.portal.console.test_settings import SHOP
from tests.statements import counted

SETTINGS, WORD = "/messages/settings", "/messages/words/delayed/email/en"
BLOCK: dict[str, Any] = {
    "kinds": {"delayed": {"channels": ["sms", "email"]}, "shipped": {"channels": []}},
    "delay": {"threshold": 0.8},
    "daily_cap": None,
    "templates": {"shipped": {"sms": {"ja": {"text": "発送しました"}}}},
}


@pytest.fixture
def merchant(app: Flask, tmp_path: Path) -> Merchant:
    contents = merchant_file.read(SHOP.encode())
    contents.config["notifications"] = BLOCK
    merchant_changes.apply(contents)
    known = merchants.fresh("acme")
    assert known
    make_order(known, "1001")  # type: ignore[arg-type]
    return known  # type: ignore[return-value]


def block() -> dict[str, Any]:
    known = merchants.fresh("acme")
    assert known
    said: dict[str, Any] = known.config["notifications"]
    return said


def test_settings_that_are_saved_unchanged_say_the_same(desk: Desk, merchant: Merchant) -> None:
    send(desk, SETTINGS, fields_of(desk.get(SETTINGS).text, SETTINGS))
    assert block() == BLOCK and audit.listed(merchant.id) == []


def test_settings_are_those_of_the_file(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(SETTINGS).text, SETTINGS)
    changes = {"delay-threshold": "70", "daily_cap": "3", "quiet-from": "22:00", "kind:stalled": "sms"}
    form.poplist("kind:exception")
    answer = send(desk, SETTINGS, form, **changes, **{"delay-slip_days": "2"})
    assert "The settings hold" in answer.text
    assert block() == BLOCK | {
        "delay": {"threshold": 0.7, "slip_days": 2},
        "daily_cap": 3,
        "quiet_hours": {"from": "22:00", "to": "08:00"},
        "kinds": BLOCK["kinds"] | {"exception": {"channels": []}, "stalled": {"channels": ["sms"]}},
    }
    entry = audit.listed(merchant.id)[0]
    assert (entry.action, entry.before["daily_cap"], entry.after["daily_cap"]) == ("messages_set", None, 3)


def test_nights_are_not_spared_once_that_is_switched_off(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(SETTINGS).text, SETTINGS)
    form.poplist("quiet")
    send(desk, SETTINGS, form)
    assert block()["quiet_hours"] is None
    assert "quiet" not in fields_of(desk.get(SETTINGS).text, SETTINGS)


@pytest.mark.parametrize(
    ("name", "told", "field"),
    [
        ("delay-threshold", "100", "delay-threshold-fault"),
        ("delay-threshold", "often", "delay-threshold-fault"),
        ("delay-slip_days", "", "delay-slip_days-fault"),
        ("daily_cap", "0", "daily_cap-fault"),
        ("quiet-to", "21:00", "quiet-fault"),
        ("from", "nobody", "from-fault"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    desk: Desk, merchant: Merchant, name: str, told: str, field: str
) -> None:
    form = fields_of(desk.get(SETTINGS).text, SETTINGS)
    answer = send(desk, SETTINGS, form, **{name: told})
    assert answer.status_code == 422 and f'id="{field}"' in answer.text
    assert fields_of(answer.text, SETTINGS)[name] == told and block() == BLOCK


@pytest.mark.parametrize(
    ("path", "changes", "told"),
    [
        (SETTINGS, {"daily_cap": "3"}, "Minutes to gather parcels with the same news"),
        (WORD, {"subject": "Late", "do": "save"}, "In your words · Delayed"),
    ],
)
def test_who_saves_over_a_colleague_is_told_and_keeps_their_text(
    app: Flask, desk: Desk, merchant: Merchant, path: str, changes: dict[str, str], told: str
) -> None:
    mine = fields_of(desk.get(path).text, path)
    other = signed_in(app, make_user(merchant, "manager"))
    send(other, SETTINGS, fields_of(other.get(SETTINGS).text, SETTINGS), digest_minutes="5")
    refused = send(desk, path, mine, **changes)
    assert refused.status_code == 409 and told in refused.text
    assert block() == BLOCK | {"digest_minutes": 5}
    again = fields_of(refused.text, path)
    name, typed = next(iter(changes.items()))
    assert again[name] == typed


def test_words_are_saved_shown_and_taken_back(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(WORD).text, WORD)
    send(desk, WORD, form, do="save", subject="{{ order.number }} is late", text="Sorry!")
    own = {"subject": "{{ order.number }} is late", "text": "Sorry!"}
    assert block()["templates"] == BLOCK["templates"] | {"delayed": {"email": {"en": own}}}
    assert audit.listed(merchant.id)[0].action == "words_set"
    assert "yours" in desk.get("/messages/words").text
    form = fields_of(desk.get(WORD).text, WORD)
    assert form["subject"] == own["subject"]
    send(desk, WORD, form, do="save", subject="", text="")
    assert block() == BLOCK


def test_a_fault_in_a_template_is_told_at_it_with_its_line(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(WORD).text, WORD)
    answer = send(desk, WORD, form, do="save", text="Hello\n{{ order.luck }}")
    assert answer.status_code == 422
    assert "Line 2" in answer.text.partition('id="text-fault"')[2].partition("</p>")[0]
    assert block() == BLOCK


def test_the_preview_speaks_of_a_real_order_and_may_do_nothing(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(WORD).text, WORD)
    mail = send(desk, "/messages/words/preview", form, subject="<b>{{ order.number }}</b> late", order="1001")
    assert "&lt;b&gt;1001&lt;/b&gt; late" in mail.text
    assert "sandbox" in mail.headers["Content-Security-Policy"]
    unknown = send(desk, "/messages/words/preview", form, order="nope")
    assert "There is no order with this number." in unknown.text
    form.setlist("channel", ["sms"])
    assert "Late: 1001" in send(desk, "/messages/words/preview", form, text="Late: {{ order.number }}").text
    broken = send(desk, "/messages/words/preview", form, text="<i>{{")
    assert "Line 1" in broken.text and "<i>" not in broken.text


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    yield


def test_a_message_is_tried_by_mail_to_oneself_without_being_saved(
    desk: Desk, merchant: Merchant, mail: None
) -> None:
    form = fields_of(desk.get(WORD).text, WORD)
    answer = send(desk, WORD, form, do="test", subject="Try")
    assert "It is on its way to owner@acme.test." in answer.text and block() == BLOCK
    assert fields_of(answer.text, WORD)["subject"] == "Try"
    tried = db.session.query(Event).filter_by(merchant_id=merchant.id, kind="notice.tried").one()
    assert tried.data["asked"]["templates"] == {"subject": "Try"}


def test_without_a_mail_server_it_is_said(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get(WORD).text, WORD)
    assert "sends no mail yet" in send(desk, WORD, form, do="test").text


@pytest.mark.parametrize("path", [SETTINGS, WORD, "/messages/words", "/messages/words?channel=sms"])
def test_a_page_takes_six_statements_at_most(desk: Desk, merchant: Merchant, path: str) -> None:
    desk.get(path)
    with counted() as sent:
        assert desk.get(path).status_code == 200
    assert len(sent) <= 6, sent


@pytest.mark.parametrize("path", ["x/email/en", "delayed/fax/en", "delayed/email/tlh"])
def test_a_message_that_there_is_not_is_not_found(desk: Desk, merchant: Merchant, path: str) -> None:
    assert desk.get(f"/messages/words/{path}").status_code == 404


def test_a_viewer_reads_and_finds_no_buttons(app: Flask, merchant: Merchant) -> None:
    viewer = signed_in(app, make_user(merchant, "viewer"))
    assert "Save the settings" not in viewer.get(SETTINGS).text
    assert "Send it to me" not in viewer.get(WORD).text


def test_every_setting_has_a_name() -> None:
    assert {field.path for field in (*DELAYS, *REST, *SENDER)} == notice_words.FIELDS.keys()
    assert KINDS.keys() == notice_words.KINDS.keys()
