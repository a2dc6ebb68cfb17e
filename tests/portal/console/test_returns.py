"""Staff take a return through its life by the same steps as the API, and nobody overwrites a colleague."""

import csv
import html
import re

import pytest
from flask import Flask
from sqlalchemy import select, text

from commerce import audit
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Event, Merchant
from portal.console.amounts import minor
from portal.console.one_return import version_of
from returns import found, own_carrier, questions, steps
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from tests.builders import make_line
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.returns.shop import ask, deliver, open_shop, request


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.fixture
def coat(merchant: Merchant, shop: Known) -> Return:
    """A return that waits for a decision."""
    deliver(merchant, "1001", make_line("L1", sku="COAT", title="Rain coat", unit_price=10000))
    return request(shop, ask(quantity=2, comment="Too <i>small</i>"))


@pytest.fixture
def tees(merchant: Merchant, shop: Known) -> Return:
    """An approved return of two tees."""
    deliver(merchant, "1002")
    return request(shop, ask(quantity=2), number="1002")


def version(desk: Desk, code: str) -> str:
    found_ = re.search(r'name="version" value="([^"]+)"', desk.get(f"/returns/{code}").text)
    assert found_
    return found_[1]


def press(desk: Desk, code: str, step: str, **form: str) -> str:
    return desk.send(f"/returns/{code}/{step}", version=version(desk, code), **form).text


def now_is(made: Return) -> Return:
    db.session.expire_all()
    return found.get(made.merchant_id, made.code)


def test_the_queue_shows_what_waits(desk: Desk, coat: Return, tees: Return) -> None:
    page = desk.get("/returns").text
    assert "<strong>1001</strong>" in page and "<strong>1002</strong>" not in page
    assert "<strong>1002</strong>" in desk.get("/returns?state=approved").text
    assert "<strong>1002</strong>" in desk.get("/returns?state=all&q=1002").text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["1002", "1001"]),
        ("&sort=requested", ["1001", "1002"]),
        ("&from=2026-11-03", ["1002"]),
        ("&to=2026-11-02", ["1001"]),
        ("&from=2026-11-02&to=2026-11-03&sort=requested", ["1001", "1002"]),
        ("&from=2026-11-04", []),
        ("&from=yesterday", ["1002", "1001"]),
        ("&q=1001", ["1001"]),
    ],
)
def test_the_queue_is_filtered_by_day_sorted_and_downloaded(
    desk: Desk, coat: Return, tees: Return, query: str, numbers: list[str]
) -> None:
    for code, day in ((coat.code, "2026-11-02T12:00:00Z"), (tees.code, "2026-11-03T12:00:00Z")):
        values = {"at": day, "code": code}
        db.session.execute(text("UPDATE returns SET requested_at = :at WHERE code = :code"), values)
    db.session.commit()
    page = desk.get(f"/returns?state=all{query}").text
    assert re.findall(r"<strong>(\d+)</strong>", page) == numbers
    rows = list(csv.reader(desk.get(f"/returns.csv?state=all{query}").text.splitlines()))
    assert [row[1] for row in rows[1:]] == numbers
    assert rows[0][-3:] == ["worth", "items", "reasons"]


def test_a_long_queue_goes_on_in_the_order_it_began_in(
    desk: Desk, merchant: Merchant, shop: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.console.lists.AT_ONCE", 1)
    monkeypatch.setattr("portal.console.returns.AT_ONCE", 1)
    for number in ("2001", "2002", "2003"):
        deliver(merchant, number)
        request(shop, ask(), number=number)
    for sort, numbers in (("", ["2003", "2002", "2001"]), ("requested", ["2001", "2002", "2003"])):
        address, seen = f"/returns?state=all&sort={sort}", []
        for _ in numbers:
            page = desk.get(address).text
            seen += re.findall(r"<strong>(\d+)</strong>", page)
            further = re.search(r'href="/console(/returns\?[^"]*cursor=[^"]+)"', page)
            address = html.unescape(further[1]) if further else ""
        assert (seen, address) == (numbers, "")


def test_who_only_looks_is_offered_no_file(app: Flask, merchant: Merchant, coat: Return) -> None:
    viewer = signed_in(app, make_user(merchant, "viewer"))
    for path in ("/returns", "/orders", "/parcels"):
        assert "Download as CSV" not in viewer.get(path).text


def test_a_return_shows_why_it_waits(desk: Desk, coat: Return) -> None:
    page = desk.get(f"/returns/{coat.code}").text
    assert "Look at coats" in page and "SKU is “COAT”" in page and "here: “COAT”" in page
    assert "Too &lt;i&gt;small" in page


def test_it_is_approved_with_a_reason_that_is_kept(desk: Desk, coat: Return) -> None:
    assert "The return is approved" in press(desk, coat.code, "approve", reason="Good customer")
    assert now_is(coat).status == "approved"
    entry = audit.listed(coat.merchant_id)[0]
    assert (entry.action, entry.before, entry.after["status"]) == (
        "return_approved",
        {"status": "requested"},
        "approved",
    )
    assert "Good customer" in desk.get(f"/returns/{coat.code}").text


def test_the_shopper_is_asked_and_the_answer_told(desk: Desk, coat: Return) -> None:
    assert "Write something first" in press(desk, coat.code, "ask", question=" ")
    page = press(desk, coat.code, "ask", question="Was it worn?")
    assert "The question is on its way" in page and "no answer yet" in page
    assert "Question to the shopper" in page and "Was it worn?" in page
    assert "asked, no answer yet" in desk.get("/today").text
    questions.answer(coat.merchant_id, coat.code, "Only <once>")
    page = desk.get(f"/returns/{coat.code}").text
    assert "Answer of the shopper" in page and "Only &lt;once&gt;" in page and "no answer yet" not in page
    assert "the shopper answered" in desk.get("/today").text
    assert audit.listed(coat.merchant_id)[0].action == "shopper_asked"


def test_a_settled_return_offers_no_question(desk: Desk, coat: Return) -> None:
    press(desk, coat.code, "decline", reason="Worn")
    assert "Ask the shopper" not in desk.get(f"/returns/{coat.code}").text
    late = desk.send(f"/returns/{coat.code}/ask", version=version_of(now_is(coat)), question="Was it worn?")
    assert "It is settled" in late.text


def test_it_is_declined_with_a_reason_for_the_shopper(desk: Desk, coat: Return) -> None:
    assert "Tell the shopper why" in press(desk, coat.code, "decline")
    press(desk, coat.code, "decline", reason="Worn outside")
    assert (now_is(coat).status, now_is(coat).decline_reason) == ("declined", "Worn outside")


def test_what_arrived_is_taken_in_inspected_and_paid(desk: Desk, tees: Return) -> None:
    form = {"quantity:L1": "2", "condition:L1": "wrong_item", "disposition:L1": "restock"}
    press(desk, tees.code, "receive", **form)
    assert (now_is(tees).status, now_is(tees).lines[0].received_quantity) == ("received", 2)
    press(desk, tees.code, "inspect", **{"accepted:L1": "1", "rejected:L1": "1"})
    line = now_is(tees).lines[0]
    assert (line.accepted_quantity, line.rejected_quantity) == (1, 1)
    assert "refund is on its way" in press(desk, tees.code, "refund", amount="10.00")
    assert [refund.amount for refund in now_is(tees).refunds] == [1000]


def test_a_missing_unit_is_decided_on(desk: Desk, tees: Return) -> None:
    press(
        desk,
        tees.code,
        "receive",
        **{"quantity:L1": "1", "condition:L1": "as_new", "disposition:L1": "restock"},
    )
    press(desk, tees.code, "missing", **{"quantity:L1": "1", "outcome:L1": "release"})
    assert now_is(tees).lines[0].released_quantity == 1


def test_who_was_slower_is_told_and_changes_nothing(desk: Desk, coat: Return) -> None:
    seen = version(desk, coat.code)
    steps.approve(coat.merchant_id, coat.code)
    page = desk.send(f"/returns/{coat.code}/decline", version=seen, reason="Worn").text
    assert "Somebody changed this meanwhile" in page
    assert now_is(coat).status == "approved"
    assert audit.listed(coat.merchant_id) == []


@pytest.mark.parametrize(("step", "form"), [("refund", {"amount": "1"}), ("inspect", {"accepted:L1": "1"})])
def test_a_step_that_is_not_its_turn_is_refused(
    desk: Desk, coat: Return, step: str, form: dict[str, str]
) -> None:
    press(desk, coat.code, step, **form)
    assert now_is(coat).status == "requested" and not now_is(coat).refunds


def test_more_than_is_due_is_not_paid(desk: Desk, tees: Return) -> None:
    press(
        desk,
        tees.code,
        "receive",
        **{"quantity:L1": "2", "condition:L1": "as_new", "disposition:L1": "restock"},
    )
    press(desk, tees.code, "refund", amount="1000000")
    assert not now_is(tees).refunds


@pytest.mark.parametrize(
    ("told", "currency", "amount"),
    [
        ("12.50", "USD", 1250),
        ("12,5", "EUR", 1250),
        ("1200", "JPY", 1200),
        ("1.5", "JPY", None),
        ("0.005", "USD", None),
        ("-1", "USD", None),
        ("1e3", "USD", None),
        ("１", "USD", None),
        ("", "USD", None),
    ],
)
def test_amounts_are_read_in_the_currencys_own_units(told: str, currency: str, amount: int | None) -> None:
    assert minor(told, currency) == amount


def test_staff_try_again_for_a_label_that_was_refused(desk: Desk, tees: Return) -> None:
    refused = ReturnLabel(
        merchant_id=tees.merchant_id, return_id=tees.id, shipment_code="shp_1", status="unavailable"
    )
    with transaction() as session:
        session.add(refused)
    assert "Try for a label again" in desk.get(f"/returns/{tees.code}").text
    assert "A label is being asked for again." in press(desk, tees.code, "label")
    wanted = select(Event.kind).where(
        Event.merchant_id == tees.merchant_id, Event.kind == "return.label_wanted"
    )
    assert db.session.scalars(wanted).all() == ["return.label_wanted"]


def test_the_parcel_by_the_shoppers_carrier_is_shown(desk: Desk, merchant: Merchant) -> None:
    shop = open_shop(merchant, methods=["own_carrier"])
    deliver(merchant, "1003")
    made = request(shop, ask(method="own_carrier"), number="1003")
    own_carrier.tell(shop.id, made.code, "1Z999AA10123456784")
    page = desk.get(f"/returns/{made.code}").text
    assert "1Z999AA10123456784" in page and "Try for a label again" not in page
