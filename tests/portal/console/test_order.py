"""One order tells its whole story, and staff act on it from there."""

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit, merchants
from commerce.clock import now
from commerce.database import db
from commerce.models import Merchant
from notifications.listing import Listed
from portal.console.story import of_notice
from portal.shopper.voice import voice
from returns import steps
from tests.builders import make_order
from tests.portal.console.staffing import Desk
from tests.portal.console.test_today import make_parcel
from tests.returns.shop import ask, deliver, open_shop, request
from tracking import shipments


def test_the_story_holds_parcels_returns_money_and_notes(desk: Desk, merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant, "#1001/A")
    back = request(shop, ask(quantity=2), number="#1001/A")
    steps.receive(merchant.id, back.code, None)
    steps.refund(merchant.id, back.code)
    steps.note(merchant.id, back.code, "The box was wet.", "mina@acme.test")
    page = desk.get("/orders/%231001/A").text
    for said in (
        "Order placed",
        "Parcel made",
        "Return requested",
        "Return received",
        "Refund: $",
        "The box was wet.",
    ):
        assert said in page, said
    assert page.index("Return received") < page.index("Return requested") < page.index("Order placed")


def test_a_note_is_kept_with_who_wrote_it(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant)
    page = desk.send("/orders/1001/note", text="Called <b>twice</b>.").text
    assert "Called &lt;b&gt;twice" in page and "owner@acme.test" in page
    assert "Write something first" in desk.send("/orders/1001/note", text="  ").text


def test_a_scan_that_staff_add_counts_and_is_written_down(desk: Desk, merchant: Merchant) -> None:
    make_parcel(merchant, "1001")
    desk.send("/orders/1001/scan", shipment="S-1001", status="delivered", message="Left with the neighbour")
    db.session.expire_all()
    parcel = shipments.get(merchant.id, "S-1001")
    assert parcel.status == "delivered" and parcel.delivered_at
    assert "Left with the neighbour" in desk.get("/orders/1001").text
    assert audit.listed(merchant.id)[0].action == "scan_added"


@pytest.mark.parametrize(
    "form",
    [
        {"status": "flown"},
        {"status": "delivered", "at": "2099-01-01T10:00"},
        {"status": "delivered", "at": "x"},
    ],
)
def test_a_scan_that_can_not_be_is_refused(desk: Desk, merchant: Merchant, form: dict[str, str]) -> None:
    make_parcel(merchant, "1001")
    assert "Choose a status" in desk.send("/orders/1001/scan", shipment="S-1001", **form).text
    assert shipments.get(merchant.id, "S-1001").status == "in_transit"


def test_a_lost_parcel_is_marked_as_such(desk: Desk, merchant: Merchant) -> None:
    make_parcel(merchant, "1001")
    desk.send("/orders/1001/lost", shipment="S-1001")
    db.session.expire_all()
    parcel = shipments.get(merchant.id, "S-1001")
    assert (parcel.status, parcel.status_detail) == ("failure", "lost")


def test_a_parcel_of_another_order_is_out_of_reach(desk: Desk, merchant: Merchant) -> None:
    make_parcel(merchant, "1001")
    make_parcel(merchant, "1002")
    assert desk.send("/orders/1001/lost", shipment="S-1002").status_code == 404
    assert shipments.get(merchant.id, "S-1002").status == "in_transit"


def test_the_link_is_mailed_again_by_a_worker(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant)
    desk.send("/orders/1001/link")
    asked = db.session.execute(
        text("SELECT kind, data ->> 'order' FROM events WHERE kind = 'lookup.asked'")
    ).all()
    assert [tuple(row) for row in asked] == [("lookup.asked", "1001")]


@pytest.mark.parametrize("path", ["/orders/9999", "/returns/ret_x", "/claims/clm_x", "/orders/%00"])
def test_what_is_not_there_is_said_in_the_consoles_clothes(app: Flask, desk: Desk, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404 and "Check the address" in answer.text


def test_another_shops_order_is_not_there(desk: Desk, other_user: object) -> None:
    other = merchants.fresh("bolt")
    assert other
    make_order(other, "B-1")  # type: ignore[arg-type]
    assert desk.get("/orders/B-1").status_code == 404


@pytest.mark.parametrize(
    ("status", "reason", "says"),
    [("sent", None, "E-mail · a•••@example.com · Sent"), ("skipped", "stale", "Not sent")],
)
def test_the_story_says_what_the_shopper_was_told_or_why_not(
    status: str, reason: str | None, says: str
) -> None:
    notice = Listed(
        *(1, "ntc_1", "delayed", "email", "a•••@example.com", status, reason, None, "1001"),
        *(None, None, None, "Your parcel is late", 1, now(), now(), None),
    )
    told = of_notice(voice("en", now().date(), "UTC"), notice)
    assert told.title == "Message: Delayed" and says in told.detail
