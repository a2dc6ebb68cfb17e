"""A shopper who asks to be forgotten is: no table says their name, their address or their number any more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit, merchants, order_notes, personal_data
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Event, KeptAnswer, Merchant, Order
from notifications.models.consents import Consent
from notifications.models.feedback import Feedback
from notifications.models.notices import Notice, Suppression
from notifications.models.webhooks import WhatsAppWindow
from notifications.news import digest, masked
from returns import photos, steps
from returns.models.claims import Claim
from returns.models.money import CreditAccount
from returns.models.requests import Return
from tests.builders import make_line, make_merchant, make_order
from tests.portal.console.test_brand import known
from tests.returns.shop import deliver, open_shop, request
from tests.returns.withdrawal.shop import withdraw
from tracking.models import ForeignMessage, ScanRow, Shipment

NAME, EMAIL, PHONE = "Ada Lovelace-Ōno", "Ada@lovelace.example", "+14155550123"
WORDS = (NAME, EMAIL, EMAIL.lower(), PHONE, "Lovelace", "4155550123")
SHOP_OWN = {
    *(
        "api_keys",
        "connection_checks",
        "policy_drafts",
        "broken_templates",
        "credit_entries",
        "eta_model_files",
        "eta_models",
        "eta_scorecards",
        "integrations",
        "logos",
    ),
    *("merchants", "periodic_runs", "policy_versions", "scan_gaps", "staff_sessions", "stock", "users"),
    *(
        "webhook_endpoints",
        "webhook_posts",
        "insight_changes",
        "insight_shares",
        "insight_weeks",
        "event_work",
    ),
}
"""Tables that tell of the shop, its people and its figures, and of no shopper."""
NAMELESS = {
    *("audit_entries", "eta_quotes", "eta_quote_bodies", "gift_codes", "history_parcels", "incidents"),
    "mailed_links",
    *("notice_news", "replacements", "shipment_lines", "withdrawal_receipts", "write_offs"),
}
"""Tables that tell of an order, by its number or id, but not whose it is."""


def test_every_table_is_either_erased_or_known_to_name_no_shopper(app: Flask) -> None:
    held = {one.table for one in (personal_data.ORDER, *personal_data.HELD)}
    assert set(db.metadata.tables) - held == SHOP_OWN | NAMELESS


@pytest.fixture
def shop(app: Flask) -> Merchant:
    return make_merchant(country="DE", time_zone="Europe/Berlin")


@pytest.fixture
def order(shop: Merchant) -> Order:
    """Somebody's order with all that can come of one."""
    order = deliver(
        shop,
        "1001",
        make_line(quantity=4),
        ship_to={
            "name": NAME,
            "line1": "12 Analytical Way",
            "city": "Berlin",
            "postcode": "10115",
            "country": "DE",
        },
        customer={"external_id": "c1", "email": EMAIL, "phone": PHONE, "name": NAME, "tags": ["vip"]},
        email=EMAIL.lower(),
        locale="en",
    )
    told_by_staff_and_carriers(shop, order)
    told_by_the_shopper(shop, order)
    told_to_the_shopper(shop, order)
    return order


def told_by_staff_and_carriers(shop: Merchant, order: Order) -> None:
    body = json.dumps({"email": EMAIL, "name": NAME}).encode()
    with transaction() as session:
        parcel = session.query(Shipment).filter_by(merchant_id=shop.id, order_id=order.id).one()
        scan = {
            "status": "delivered",
            "source": "easypost",
            "fingerprint": "f",
            "message": f"Signed by {NAME}",
        }
        session.add(ScanRow(merchant_id=shop.id, parcel=parcel.parcel, at=now(), **scan))
        session.add(ForeignMessage(merchant_id=shop.id, source="shopify", event_key="e1", body=body))
        answer = {"request_digest": b"d", "status": 200, "content_type": "application/json"}
        session.add(KeptAnswer(merchant_id=shop.id, key="k", body=body, **answer))
        session.add(Event(merchant_id=shop.id, kind="order.updated", data={"order": "1001", "email": EMAIL}))
    order_notes.write(order, f"{NAME} called from {PHONE}", "agent@acme.test")


def told_by_the_shopper(shop: Merchant, order: Order) -> None:
    made = request(open_shop(shop))
    with transaction() as session:
        photos.keep(shop.id, order.id, b"a picture")
        stored = session.get_one(Return, (shop.id, made.id))
        stored.gift_email, stored.decline_reason = EMAIL, f"Sorry, {NAME}"
        stored.lines[0].comment = f"Too small for {NAME}"
        steps.note(shop.id, made.code, f"{NAME} will call {PHONE}")
        claim = {
            "code": "clm_1",
            "kind": "damaged",
            "status": "open",
            "lines": [],
            "photos": [f"/{NAME}.jpg"],
        }
        session.add(Claim(merchant_id=shop.id, order_id=order.id, description=f"I am {NAME}", **claim))
        session.add(CreditAccount(merchant_id=shop.id, code="C1", currency="USD", email=EMAIL.lower()))
    withdrawn = withdraw(known(), "1001", L1=1)
    with transaction() as session:
        session.execute(
            text("UPDATE withdrawal_contacts SET name = :name, email = :email WHERE withdrawal_id = :id"),
            {"name": NAME, "email": EMAIL, "id": withdrawn.id},
        )


def told_to_the_shopper(shop: Merchant, order: Order) -> None:
    who = {"recipient_masked": masked(EMAIL), "recipient_digest": digest(EMAIL)}
    with transaction() as session:
        parcel = session.query(Shipment).filter_by(merchant_id=shop.id, order_id=order.id).first()
        assert parcel
        notice = {
            "code": "ntc_1",
            "key": "k",
            "kind": "shipped",
            "channel": "email",
            "locale": "en",
            "status": "sent",
        }
        session.add(
            Notice(
                merchant_id=shop.id,
                order_id=order.id,
                subject=f"{NAME}, it is there",
                news_at=now(),
                due_at=now(),
                **notice,
                **who,
            )
        )
        chosen = {
            "kind_group": "",
            "channel": "email",
            "choice": False,
            "how": "page",
            "text_shown": "No",
            "locale": "en",
        }
        session.add(
            Consent(merchant_id=shop.id, address_digest=digest(EMAIL), address_masked=masked(EMAIL), **chosen)
        )
        gone = {"channel": "email", "why": "bounced", **who}
        session.add(Suppression(merchant_id=shop.id, **gone))
        session.add(WhatsAppWindow(merchant_id=shop.id, sender_digest=digest(PHONE), written_at=now()))
        said = {"code": "fdb_1", "score": 9, "comment": f"Thanks! {NAME}", "locale": "en"}
        session.add(Feedback(merchant_id=shop.id, shipment_id=parcel.id, **said))


def named(merchant_id: int) -> Iterator[str]:
    """The tables that say any of the words, in texts, JSON or bytes, as `table.column`."""
    spelled = {form for word in WORDS for form in (word, json.dumps(word)[1:-1])}
    wanted = [*(one.lower() for one in spelled), *(one.encode().hex() for one in spelled)]
    for name, table in sorted(db.metadata.tables.items()):
        if "merchant_id" not in table.columns:
            continue
        rows = db.session.execute(
            text(f"SELECT to_jsonb(t) FROM {name} t WHERE merchant_id = :m"), {"m": merchant_id}
        )
        for (row,) in rows:
            yield from (f"{name}.{column}" for column, value in row.items() if says(value, wanted))


def says(value: Any, wanted: list[str]) -> bool:
    written = json.dumps(value, ensure_ascii=False).lower()
    return any(word in written for word in wanted)


def test_the_walk_finds_the_shopper_wherever_they_are(shop: Merchant, order: Order) -> None:
    tables = {found.partition(".")[0] for found in named(shop.id)}
    assert tables >= {
        *("orders", "order_notes", "scans", "foreign_messages", "kept_answers", "events", "returns"),
        *(
            "return_lines",
            "return_notes",
            "claims",
            "withdrawal_contacts",
            "credit_accounts",
            "notices",
            "feedback",
        ),
    }


def test_who_is_erased_is_named_nowhere(shop: Merchant, order: Order) -> None:
    assert personal_data.erase(shop.id, "ADA@lovelace.example ", "owner@acme.test") == ["1001"]
    assert sorted(set(named(shop.id))) == []
    kept = {one.address_masked for one in db.session.query(Consent).filter_by(merchant_id=shop.id)}
    assert kept == {"•••"}


def test_erasing_again_changes_nothing(shop: Merchant, order: Order) -> None:
    personal_data.erase(shop.id, EMAIL, "owner@acme.test")
    once = everything(shop.id)
    assert personal_data.erase(shop.id, EMAIL, "owner@acme.test") == []
    assert everything(shop.id) == once


def everything(merchant_id: int) -> dict[str, list[Any]]:
    db.session.rollback()
    tables = [name for name, table in sorted(db.metadata.tables.items()) if "merchant_id" in table.columns]
    query = "SELECT to_jsonb(t) FROM {} t WHERE merchant_id = :m ORDER BY 1"
    return {name: list(db.session.scalars(text(query.format(name)), {"m": merchant_id})) for name in tables}


def test_what_was_bought_and_paid_stays(shop: Merchant, order: Order) -> None:
    personal_data.erase(shop.id, EMAIL, "owner@acme.test")
    db.session.expire_all()
    left = db.session.get_one(Order, (shop.id, order.id))
    assert (left.number, left.ship_to, [line.quantity for line in left.lines]) == (
        "1001",
        {"country": "DE"},
        [4],
    )
    assert len(db.session.query(Return).filter_by(merchant_id=shop.id).all()) == 2


def test_another_shopper_and_another_shop_are_left_alone(shop: Merchant, order: Order) -> None:
    bolt = make_merchant("bolt")
    make_order(bolt, "1001", customer={"email": EMAIL, "name": NAME}, email=EMAIL.lower())
    make_order(
        shop, "1002", customer={"email": "bo@example.com", "name": "Bo Diddley"}, email="bo@example.com"
    )
    personal_data.erase(shop.id, EMAIL, "owner@acme.test")
    assert personal_data.find(bolt.id, EMAIL)[0].name == NAME
    assert personal_data.find(shop.id, "1002")[0].name == "Bo Diddley"


def test_the_log_says_who_erased_which_order_and_not_whom(shop: Merchant, order: Order) -> None:
    personal_data.erase(shop.id, EMAIL, "owner@acme.test")
    entry = audit.listed(shop.id)[0]
    assert (entry.person, entry.action, entry.subject) == ("owner@acme.test", "shopper_erased", "order 1001")


@pytest.mark.parametrize("asked", ["1001", EMAIL, " ada@LOVELACE.example", "+1 (415) 555-0123"])
def test_a_shopper_is_found_by_number_address_and_phone(shop: Merchant, order: Order, asked: str) -> None:
    assert [one.number for one in personal_data.find(shop.id, asked)] == ["1001"]


@pytest.mark.parametrize("asked", ["", "0", "ada", "\0", "5550123"])
def test_a_part_finds_nobody(shop: Merchant, order: Order, asked: str) -> None:
    assert personal_data.find(shop.id, asked) == []


def test_an_export_tells_all_of_it(shop: Merchant, order: Order) -> None:
    told = personal_data.export(shop.id, EMAIL)
    [only] = told["orders"]
    assert only["orders"][0]["customer"]["phone"] == PHONE
    assert only["feedback"][0]["comment"] == f"Thanks! {NAME}"
    assert only.keys() >= {
        "order_lines",
        "shipments",
        "returns",
        "return_lines",
        "claims",
        "notices",
        "order_notes",
    }
    assert told["elsewhere"]["credit_accounts"][0]["email"] == EMAIL.lower()
    assert "page_token" not in json.dumps(told) and merchants.fresh("acme")
