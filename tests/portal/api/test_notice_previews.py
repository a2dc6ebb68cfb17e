"""Notices looked at before anybody gets them, over HTTP."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from commerce import people
from commerce.database import db, transaction
from commerce.models import Event, Merchant
from notifications import channels, trying
from notifications.models import Notice
from notifications.providers.email import Email
from tests.builders import make_order
from tests.notifications.postbox import opened
from tests.portal.calling import ApiClient


@pytest.fixture(autouse=True)
def order(merchant: Merchant) -> None:
    make_order(merchant)


def preview(api: ApiClient, **more: Any) -> Any:
    return api.post("/v1/notices/preview", json={"kind": "delayed", "order": "1001"} | more)


def test_a_preview_says_what_the_notice_would(api: ApiClient) -> None:
    told = preview(api).json
    assert told["subject"] == "Your parcel is running late" and told["broken"] == []
    assert "Hello Ada L" in told["text"] and told["html"].startswith("<!doctype html>")
    assert db.session.scalars(select(Notice), execution_options={"across_merchants": True}).all() == []


def test_it_speaks_the_language_asked_for_and_else_the_orders(api: ApiClient) -> None:
    assert preview(api, locale="ja").json["subject"].startswith("お届けが遅れる")
    assert preview(api, locale="ko", channel="sms").json["text"].startswith("Acme Outfitters: 주문(1001)")


def test_templates_can_be_tried_before_they_are_kept(api: ApiClient) -> None:
    told = preview(
        api, templates={"subject": "Dear {{ customer.name }}", "html": "<i>{{ order.number }}</i>"}
    ).json
    assert told["subject"] == "Dear Ada L" and "<i>1001</i>" in told["html"]
    assert told["text"].startswith("Your parcel will be late")


def test_a_template_that_will_not_do_is_told_by_its_line(api: ApiClient) -> None:
    answer = preview(api, templates={"text": "fine\n{{ secrets }}"})
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["pointer"] == "/templates/text" and error["message"].startswith(
        "Line 2: there is nothing called"
    )


def test_an_unknown_order_and_another_merchants_are_not_found(api: ApiClient, other_api: ApiClient) -> None:
    assert preview(api, order="2002").status_code == 404
    assert preview(other_api).status_code == 404


def test_words_outside_the_vocabulary_are_refused(api: ApiClient) -> None:
    for wrong in ({"kind": "late"}, {"channel": "pigeon"}, {"locale": "fr"}, {"templates": {"body": ""}}):
        assert preview(api, **wrong).status_code == 422


def send(api: ApiClient, to: str) -> Any:
    return api.post("/v1/notices/test", json={"kind": "delayed", "order": "1001", "to": to})


def test_without_a_mail_server_nothing_can_be_tried(api: ApiClient) -> None:
    assert (send(api, "owner@acme.test").status_code, send(api, "x@y.test").json["code"]) == (
        409,
        "mail_not_set_up",
    )


def test_a_test_goes_to_the_merchants_own_people_alone(
    app: Flask, api: ApiClient, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.invite(merchant.id, "owner@acme.test", "owner")
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        refused = send(api, "ada@example.com")
        assert refused.status_code == 422 and refused.json["errors"][0]["pointer"] == "/to"
        assert send(api, "Owner@Acme.test").status_code == 202
        with transaction():
            event = db.session.scalars(
                select(Event).where(Event.merchant_id == merchant.id, Event.kind == "notice.tried")
            ).one()
            happened = trying.Happened(event.id, merchant.id, event.kind, event.data, event.occurred_at)
        trying.mail_test(happened)
        [mail] = box.messages
        way = channels.channel("email")
        assert isinstance(way, Email)
        way.leave()
    assert "owner@acme.test" in str(mail["To"]) and mail["Subject"] == "Your parcel is running late"
    assert "ada@example.com" not in str(event.data)
