"""A merchant hears of a template that failed, and not for every notice."""

from flask import Flask
from sqlalchemy import select

from commerce import merchants
from commerce.database import db
from commerce.models import Event, Merchant
from notifications import broken_templates
from tests.builders import make_merchant

NAME = "delayed.email.en.text"


def tell_of(merchant: Merchant, *names: str) -> None:
    """As a worker that has just started tells it."""
    known = merchants.fresh_by_id(merchant.id)
    assert known
    broken_templates.tell(known, names)


def told(merchant_id: int) -> list[str]:
    rows = db.session.scalars(
        select(Event)
        .where(Event.merchant_id == merchant_id, Event.kind == "template.broken")
        .order_by(Event.id)
    )
    return [event.data["template"] for event in rows]


def change(merchant: Merchant, words: str, **config: object) -> None:
    """Apply another file."""
    templates = {"delayed": {"email": {"en": {"text": words}}}}
    merchant.config = merchant.config | {"notifications": {"templates": templates}} | config
    merchant.version += 1
    db.session.commit()


def test_each_template_is_told_once(app: Flask) -> None:
    merchant = make_merchant()
    for _ in range(3):
        tell_of(merchant, NAME)
    tell_of(merchant, NAME, "shipped.sms.ja.text")
    assert told(merchant.id) == [NAME, "shipped.sms.ja.text"]


def test_other_words_make_it_news_again_and_another_file_with_the_same_does_not(app: Flask) -> None:
    merchant = make_merchant()
    for words, name in (("{{ a }}", "Acme"), ("{{ a }}", "Acme Ltd"), ("{{ b }}", "Acme Ltd")):
        change(merchant, words, name=name)
        tell_of(merchant, NAME)
    assert told(merchant.id) == [NAME] * 2
