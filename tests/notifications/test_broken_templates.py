"""A merchant hears of a template that failed, and not for every notice."""

from flask import Flask
from sqlalchemy import select

from commerce import clock, merchants
from commerce.database import db
from commerce.models import Event, Merchant
from notifications import broken_templates, sending
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, order_of, ship
from tests.notifications.postbox import Postbox
from tests.statements import counted

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


def test_messages_that_leave_together_tell_of_it_together(postbox: Postbox) -> None:
    templates = {"delayed": {"email": {"en": {"text": "{{ parcel.nothing.of_it }}"}}}}
    merchant = make_merchant(notifications={"templates": templates})
    with clock.at(NOON):
        for number in ("1", "2", "3"):
            find_delay(ship(order_of(merchant, number)))
        follow()
        with counted() as seen:
            assert sending.send_batch() == 3
    assert len(postbox.messages) == 3
    assert told(merchant.id) == [NAME]
    assert len([sql for sql in seen if "INSERT INTO broken_templates" in sql]) == 1
