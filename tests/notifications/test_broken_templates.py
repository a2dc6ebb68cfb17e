"""A merchant hears of a template that failed, and not for every notice."""

from flask import Flask
from sqlalchemy import select

from commerce import merchants
from commerce.database import db
from commerce.models import Event
from notifications import broken_templates
from tests.builders import make_merchant


def told(merchant_id: int) -> list[str]:
    rows = db.session.scalars(
        select(Event).where(Event.merchant_id == merchant_id, Event.kind == "template.broken")
    )
    return [event.data["template"] for event in rows]


def test_each_template_is_told_once(app: Flask) -> None:
    merchant = make_merchant()
    known = merchants.fresh_by_id(merchant.id)
    assert known
    for _ in range(3):
        broken_templates.tell(known, ["delayed.email.en.text"])
    broken_templates.tell(known, ["delayed.email.en.text", "shipped.sms.ja.text"])
    assert told(merchant.id) == ["delayed.email.en.text", "shipped.sms.ja.text"]


def test_a_changed_file_makes_it_news_again(app: Flask) -> None:
    merchant = make_merchant()
    for _ in range(2):
        known = merchants.fresh_by_id(merchant.id)
        assert known
        broken_templates.tell(known, ["delayed.email.en.text"])
        merchant.version += 1
        db.session.commit()
    assert told(merchant.id) == ["delayed.email.en.text"] * 2
