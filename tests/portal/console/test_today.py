"""The morning's list has what waits for a hand, and costs six statements whatever there is."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import outbox
from commerce.clock import at, now
from commerce.database import db, transaction
from commerce.models import Merchant
from returns import claims, steps
from tests.builders import make_line, make_merchant, make_order
from tests.notifications.test_worklist import write
from tests.portal.console.staffing import Desk
from tests.returns.shop import ask, deliver, open_shop, request
from tests.returns.withdrawal.shop import delivered, waiting, withdraw
from tests.statements import counted
from tracking.models import Shipment


def make_parcel(merchant: Merchant, number: str, **fields: object) -> Shipment:
    """A parcel on its way, heard of yesterday and promised for next week."""
    order = make_order(merchant, number)
    plain = {"status": "in_transit", "last_scan_at": now() - timedelta(days=1), "parcel": f"tn:{number}"}
    plain |= {
        "promised_on": (now() + timedelta(days=7)).date(),
        "code": f"S-{number}",
        "direction": "outbound",
    }
    with transaction() as session:
        parcel = Shipment(merchant_id=merchant.id, order_id=order.id, **plain | fields)
        session.add(parcel)
    return parcel


def test_an_empty_morning_says_so(desk: Desk) -> None:
    assert "Nothing waits for you" in desk.get("/today").text


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"promised_on": (now() - timedelta(days=3)).date()}, "Late parcels"),
        ({"last_scan_at": now() - timedelta(days=6)}, "No news for days"),
        ({"last_scan_at": None, "shipped_at": now() - timedelta(days=6)}, "No news for days"),
        ({"status": "failure", "action_required": "merchant"}, "Parcels in trouble"),
    ],
)
def test_a_parcel_that_needs_a_hand_is_named(
    desk: Desk, merchant: Merchant, fields: dict[str, object], title: str
) -> None:
    make_parcel(merchant, "1001", **fields)
    page = desk.get("/today").text
    assert title in page and "Order 1001" in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "delivered", "promised_on": (now() - timedelta(days=3)).date()},
        {"direction": "inbound", "promised_on": (now() - timedelta(days=3)).date()},
        {"promised_on": (now() - timedelta(days=90)).date()},
    ],
)
def test_a_parcel_that_needs_none_is_not(desk: Desk, merchant: Merchant, fields: dict[str, object]) -> None:
    make_parcel(merchant, "1001", **fields)
    assert "Order 1001" not in desk.get("/today").text


def test_returns_and_claims_stand_under_their_next_step(desk: Desk, merchant: Merchant) -> None:
    shop = open_shop(merchant)
    for number in ("R-review", "R-inspect", "R-refund", "C-1"):
        deliver(merchant, number)
    deliver(merchant, "R-coat", make_line("L2", sku="COAT"))
    request(shop, ask("L2"), number="R-coat")
    odd = request(shop, ask(), number="R-inspect")
    steps.receive(merchant.id, odd.code, [{"id": "L1", "quantity": 1, "condition": "wrong_item"}])
    steps.receive(merchant.id, request(shop, ask(), number="R-refund").code, None)
    claims.open_claim(shop, "C-1", {"kind": "lost"})
    page = desk.get("/today").text
    places = [
        page.index(word) for word in ("Returns to review", "R-coat", "Received, not inspected", "R-inspect")
    ]
    places += [page.index(word) for word in ("Refunds to pay", "R-refund", "C-1")]
    assert places == sorted(places)
    assert "R-review" not in page


def test_a_withdrawal_is_paid_back_from_where_today_leads(desk: Desk, merchant: Merchant) -> None:
    waiting(merchant, "W-1")
    withdraw(open_shop(merchant), "W-1")
    page = desk.get("/today").text
    assert "Withdrawals to pay back" in page and 'href="/console/orders/W-1#withdrawals"' in page
    order = desk.get("/orders/W-1").text
    assert "Withdrawn from the contract" in order and "2 of them cancelled" in order
    address = re.search(r'action="/console(/withdrawals/[^"]+/refund)"', order)
    assert address and "The refund is on its way." in desk.send(address[1]).text
    assert "All that is due has been paid." in desk.send(address[1]).text
    assert "W-1" not in desk.get("/today").text


def test_a_withdrawals_return_leads_to_the_return_until_it_is_settled(desk: Desk, merchant: Merchant) -> None:
    shop, placed = open_shop(merchant), now() - timedelta(days=30)
    delivered(merchant, "W-2", days=25, placed_at=placed)
    with at(now() - timedelta(days=20)):
        code = withdraw(shop, "W-2").return_code or ""
    page = desk.get("/today").text
    assert f'href="/console/returns/{code}"' in page
    assert 'class="small fault">to be paid back by' in page
    steps.receive(merchant.id, code, None)
    steps.refund(merchant.id, code)
    assert "Withdrawals to pay back" not in desk.get("/today").text


def test_work_that_was_given_up_can_be_tried_again(desk: Desk, merchant: Merchant) -> None:
    with transaction():
        outbox.emit(merchant.id, "lookup.asked", order=None)
    outbox.relay()
    db.session.execute(text("UPDATE event_work SET state = 'failed', settled_at = now(), error = 'no route'"))
    db.session.commit()
    assert "no route" in desk.get("/today").text
    assert "being tried again" in desk.send("/today/again", subscriber="mail-link").text
    states = db.session.scalars(text("SELECT state FROM event_work WHERE subscriber = 'mail-link'")).all()
    assert states == ["open"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (None, "no message has been decided on"),
        ({"status": "sent", "sent_at": now()}, "E-mail, today, "),
        ({"status": "scheduled"}, "will be told"),
        ({"status": "skipped", "skip_reason": "no_address"}, "There is no address for this channel."),
        ({"status": "bounced"}, "Bounced"),
    ],
)
def test_a_late_parcel_says_whether_its_shopper_was_told(
    desk: Desk, merchant: Merchant, fields: dict[str, object] | None, said: str
) -> None:
    parcel = make_parcel(merchant, "1001", promised_on=(now() - timedelta(days=3)).date())
    if fields:
        write(parcel, "n1", **fields)
    assert said in desk.get("/today").text


def test_a_silent_parcel_says_whether_its_shopper_was_told(desk: Desk, merchant: Merchant) -> None:
    parcel = make_parcel(merchant, "1001", last_scan_at=now() - timedelta(days=6))
    assert "no message has been decided on" in desk.get("/today").text
    write(parcel, "n1", "skipped", skip_reason="no_address", kind="stalled")
    assert "There is no address for this channel." in desk.get("/today").text


@pytest.mark.parametrize(
    ("fields", "step", "place"),
    [
        ({"last_scan_at": now() - timedelta(days=6)}, "Add a scan, or mark it lost", "#parcels"),
        (
            {"action_required": "merchant", "status_detail": "address_correction"},
            "Correct the address",
            "#shopper",
        ),
    ],
)
def test_a_parcel_leads_to_its_next_step(
    desk: Desk, merchant: Merchant, fields: dict[str, object], step: str, place: str
) -> None:
    make_parcel(merchant, "1001", **fields)
    page = desk.get("/today").text
    assert step in page and f'href="/console/orders/1001{place}"' in page
    assert f'id="{place[1:]}"' in desk.get("/orders/1001").text


def test_a_connection_that_did_not_answer_is_named_until_it_does(desk: Desk, merchant: Merchant) -> None:
    refused = "INSERT INTO connection_checks (merchant_id, provider, failed_at, code) VALUES (:m, :p, now(), 'broken')"
    for provider in ("smtp", "stripe"):
        db.session.execute(text(refused), {"m": merchant.id, "p": provider})
    db.session.commit()
    page = desk.get("/today").text
    assert "Mail server" in page and "It has trouble of its own." in page
    assert "Stripe" not in page, "the shop has no such connection"
    db.session.execute(text("UPDATE connection_checks SET well_at = now() + interval '1 second'"))
    db.session.commit()
    assert "Nothing waits for you" in desk.get("/today").text


def test_a_message_that_reached_nobody_can_be_sent_again(desk: Desk, merchant: Merchant) -> None:
    write(make_parcel(merchant, "1001"), "ntc_1", "failed", error="refused by the server", kind="shipped")
    page = desk.get("/today").text
    assert "Messages that reached nobody" in page and "refused by the server" in page
    assert "It is on its way again." in desk.send("/messages/again", notice="ntc_1").text
    assert "Nothing waits for you" in desk.get("/today").text


def test_another_shops_troubles_are_not_shown(desk: Desk, app: Flask) -> None:
    make_parcel(make_merchant("bolt"), "B-1", promised_on=(now() - timedelta(days=3)).date())
    assert "B-1" not in desk.get("/today").text


def test_it_takes_six_statements_at_most(desk: Desk, merchant: Merchant) -> None:
    for number in range(8):
        make_parcel(merchant, f"1{number}", promised_on=(now() - timedelta(days=3)).date())
    desk.get("/today")
    with counted() as sent:
        desk.get("/today")
    assert len(sent) <= 6, sent
