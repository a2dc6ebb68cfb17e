"""The receipt of a withdrawal: at once, in full, in the shopper's language, once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from commerce import outbox, work
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import EventWork, Merchant
from returns.models.withdrawals import Withdrawal, WithdrawalContact
from returns.withdrawal import declaring, log
from returns.withdrawal.declaring import Declaration
from tests.builders import make_line, make_merchant
from tests.notifications.postbox import Postbox, opened
from tests.returns.shop import open_shop
from tests.returns.withdrawal.shop import delivered, pack, waiting

RECEIPT = "mail-withdrawal-receipt"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(brand={"support_email": "help@acme.test"})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        yield box


def withdraw(shop: Known, locale: str = "en", **units: int) -> Withdrawal:
    declaration = Declaration(
        units or {"L1": 2}, "Grace <b>H</b>", "grace@example.com", "I withdraw from it.", locale
    )
    return declaring.declare(shop, "1001", declaration)


def due(shop: Known) -> int:
    """The receipt's work, relayed; its event."""
    [event] = [event for subscriber, _, event in outbox.relay() if subscriber.name == RECEIPT]
    return event


def do(shop: Known, event: int) -> str:
    """Let a worker try; the state of the work after."""
    db.session.execute(text("UPDATE event_work SET due_at = now()"))
    db.session.commit()
    work.do(RECEIPT, shop.id, event)
    db.session.expire_all()
    row = select(EventWork.state).where(
        EventWork.merchant_id == shop.id, EventWork.event_id == event, EventWork.subscriber == RECEIPT
    )
    return db.session.scalars(row).one()


def noted(shop: Known, code: str) -> bool:
    db.session.expire_all()
    return log.get(shop.id, code).receipt is not None


def test_it_says_what_was_withdrawn_from_and_when(shop: Known, merchant: Merchant, postbox: Postbox) -> None:
    order = waiting(merchant, "1001", make_line(title="Linen tee"))
    pack(order, L1=1)
    withdrawal = withdraw(shop)
    code = withdrawal.code
    assert do(shop, due(shop)) == "done"
    [message] = postbox.messages
    assert (message["To"], message["Reply-To"]) == ("grace@example.com", "help@acme.test")
    assert message["Message-ID"] == f"<{code}@waypost.test>"
    plain, html = (part.get_content() for part in message.iter_parts())  # type: ignore[attr-defined]
    hour = log.get(shop.id, code).made_at.astimezone().strftime("%Y")
    for said in (
        "I withdraw from it.",
        "2 × Linen tee, M",
        "What had not been sent is cancelled.",
        "within 14 days",
        f"http://waypost.test/t/{order.page_token}",
        "http://waypost.test/r/",
        code,
        hour,
    ):
        assert said in plain, said
        assert said in html, said
    assert "+0100" in plain or "+0200" in plain
    assert "Grace &lt;b&gt;H&lt;/b&gt;" in html and "<b>" not in html
    assert noted(shop, code)


@pytest.mark.parametrize(
    ("locale", "subject", "back"),
    [
        ("en", "We have received your withdrawal: order 1001 at Acme Outfitters", "Please send back"),
        ("ja", "契約の撤回を受け付けました（Acme Outfitters ご注文 1001）", "ご返送ください"),
        ("ko", "철회를 접수했습니다: Acme Outfitters 주문 1001", "보내 주세요"),
    ],
)
def test_it_speaks_the_language_that_was_read(
    shop: Known, merchant: Merchant, postbox: Postbox, locale: str, subject: str, back: str
) -> None:
    delivered(merchant)
    withdraw(shop, locale)
    do(shop, due(shop))
    [message] = postbox.messages
    assert message["Subject"] == subject
    body = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert back in body
    assert "\n\n\n" not in body


def test_a_repeat_sends_nothing_more(shop: Known, merchant: Merchant, postbox: Postbox) -> None:
    waiting(merchant)
    withdraw(shop)
    event = due(shop)
    do(shop, event)
    with transaction() as session:
        session.execute(text("UPDATE event_work SET state = 'open', settled_at = NULL"))
    assert do(shop, event) == "done"
    assert len(postbox.messages) == 1


def test_it_is_sent_later_where_the_server_would_not_take_it(
    shop: Known, merchant: Merchant, postbox: Postbox
) -> None:
    waiting(merchant)
    code, event = withdraw(shop).code, due(shop)
    postbox.to_data = "451 Try again"
    assert do(shop, event) == "open"
    assert not noted(shop, code)
    postbox.to_data = "250 OK"
    assert do(shop, event) == "done"
    assert noted(shop, code)
    assert len(postbox.messages) == 1


def test_it_waits_for_a_mail_server_to_be_named(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdraw(shop)
    assert do(shop, due(shop)) == "open"


def test_an_address_that_is_refused_stays_for_staff_to_see(
    shop: Known, merchant: Merchant, postbox: Postbox
) -> None:
    waiting(merchant)
    code, event = withdraw(shop).code, due(shop)
    postbox.to_recipient = "550 No such mailbox"
    assert do(shop, event) == "failed"
    assert not noted(shop, code)


def test_who_was_erased_since_gets_none(shop: Known, merchant: Merchant, postbox: Postbox) -> None:
    waiting(merchant)
    withdraw(shop)
    event = due(shop)
    with transaction() as session:
        session.execute(delete(WithdrawalContact).where(WithdrawalContact.merchant_id == shop.id))
    assert do(shop, event) == "done"
    assert postbox.messages == []
