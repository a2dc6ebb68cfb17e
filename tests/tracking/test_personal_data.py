"""An order's raw messages are found among all of a shop's, and say nothing of its shopper any more."""

import json
from urllib.parse import urlencode

import pytest
from flask import current_app
from sqlalchemy import select

from commerce import personal_data
from commerce.database import db, run, transaction
from commerce.models import Merchant, Order
from tests.builders import make_order
from tracking import messages, parcels, posted, shipments
from tracking.models import ForeignMessage, Shipment
from tracking.personal_data import ABOUT

NAME, EMAIL, PHONE = "Ada Lovelace-Ōno", "Ada@lovelace.example", "+1 (415) 555-0123"
CUSTOMER = {"email": EMAIL, "name": NAME, "phone": PHONE}


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return make_order(merchant, customer=CUSTOMER, email=EMAIL.lower())


def store(merchant: Merchant, source: str, body: bytes, number: str | None = None) -> None:
    messages.store(current_app.extensions["statements"], merchant.id, source, None, body, number=number)


def send(order: Order, number: str | None, **fields: str) -> Shipment:
    """Put a shipment of the order, or its new number."""
    told = {"id": "S1", "direction": "outbound", "tracking_number": number} | fields
    shipment, _ = shipments.create(order.merchant_id, order, told)
    return shipment


def left(merchant: Merchant) -> list[bytes]:
    """The bodies that are not blank."""
    db.session.rollback()
    rows = select(ForeignMessage.body).where(ForeignMessage.merchant_id == merchant.id)
    return [body for body in db.session.scalars(rows.order_by(ForeignMessage.id)) if body]


def forget(merchant: Merchant, order: Order) -> None:
    [known] = personal_data.of_order(merchant.id, order.number)
    personal_data.erase_order(merchant.id, known, "owner@acme.test")


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("stripe", json.dumps({"name": NAME}).encode()),
        ("stripe", json.dumps({"name": NAME}, ensure_ascii=False).encode()),
        ("mail", b'{"to": "Ada@lovelace.example"}'),
        ("mail", b'{"to": "ada@lovelace.example"}'),
        ("twilio", urlencode({"To": "+14155550123", "MessageStatus": "sent"}).encode()),
        ("twilio", urlencode({"ProfileName": NAME}).encode()),
        ("whatsapp", b'{"statuses": [{"recipient_id": "14155550123"}]}'),
    ],
)
def test_a_message_is_blanked_however_it_spells_who_it_names(
    merchant: Merchant, order: Order, source: str, body: bytes
) -> None:
    store(merchant, source, body)
    store(merchant, source, b'{"to": "bo@example.com"}')
    forget(merchant, order)
    assert left(merchant) == [b'{"to": "bo@example.com"}']


def test_what_is_about_the_orders_parcels_or_no_known_one_is_blanked(
    merchant: Merchant, order: Order
) -> None:
    send(order, "TN 1")
    other = make_order(merchant, "1002", customer=CUSTOMER, email=EMAIL.lower())
    send(other, "TN 2", id="S2")
    for number in ("tn-1", "TN2", None):
        store(merchant, "easypost", json.dumps({"signed_by": NAME, "of": number}).encode(), number)
    forget(merchant, order)
    assert [json.loads(body)["of"] for body in left(merchant)] == ["TN2"]


def test_whoever_is_erased_is_looked_for_in_every_message(merchant: Merchant, order: Order) -> None:
    store(merchant, "easypost", json.dumps({"signed_by": NAME}).encode(), "SOMEBODY-ELSES")
    personal_data.erase(merchant.id, EMAIL, "owner@acme.test")
    assert left(merchant) == []


def test_a_number_that_was_replaced_hides_no_message(merchant: Merchant, order: Order) -> None:
    shipment = send(order, None)
    posted.post(shipment, [], json.dumps({"note": NAME}).encode())
    for number in ("TN1", "TN2"):
        send(order, number)
        store(merchant, "easypost", json.dumps({"signed_by": NAME, "of": number}).encode(), number)
    send(order, "TN3")
    forget(merchant, order)
    assert left(merchant) == []


def test_a_message_is_stored_with_the_parcel_it_is_about(merchant: Merchant, order: Order) -> None:
    shipment = send(order, "TN1")
    posted.post(shipment, [], b"{}")
    store(merchant, "easypost", b'{"by": "webhook"}', "tn 1")
    rows = db.session.scalars(select(ForeignMessage.parcel).where(ForeignMessage.merchant_id == merchant.id))
    assert set(rows) == {shipment.parcel} == {parcels.number_key("TN1")}


def test_an_orders_messages_are_found_by_an_index(merchant: Merchant) -> None:
    with transaction():
        run(MANY, (merchant.id,))
        run("ANALYZE foreign_messages")
        found = run(
            f"EXPLAIN SELECT FROM foreign_messages t WHERE t.merchant_id = %(merchant)s AND {ABOUT}",
            {"merchant": merchant.id, "order": 1},
        )
    plan = "\n".join(line for (line,) in found)
    assert plan.count("on ix_foreign_messages_merchant_id_parcel") == 2, plan


MANY = """
INSERT INTO foreign_messages (merchant_id, source, event_key, parcel, body)
SELECT %s, 'easypost', n::text, 'tn:' || n, repeat('x', 1000)::bytea FROM generate_series(1, 2000) n
"""
