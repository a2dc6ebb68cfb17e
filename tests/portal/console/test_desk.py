"""A scan opens its return; several returns are decided at once, each by itself."""

import pytest
from flask import Flask

from commerce import audit
from commerce.merchants import Known
from commerce.models import Merchant
from returns import steps
from returns.models.requests import Return
from tests.builders import make_line
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.portal.console.test_returns import now_is, version
from tests.returns.shop import ask, deliver, open_shop, request


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.fixture
def coats(merchant: Merchant, shop: Known) -> list[Return]:
    """Three returns that wait for a decision."""
    for number in ("1001", "1002", "1003"):
        deliver(merchant, number, make_line("L1", sku="COAT", title="Rain coat"))
    return [request(shop, ask(), number=number) for number in ("1001", "1002", "1003")]


@pytest.fixture
def other_desk(app: Flask, merchant: Merchant) -> Desk:
    """A colleague's."""
    return signed_in(app, make_user(merchant, "agent"))


def decide(desk: Desk, returns: list[str], **form: str) -> str:
    return desk.send("/returns/together", **form, **{"return": returns}).text


def test_a_scan_opens_the_return_ready_to_be_taken_in(desk: Desk, merchant: Merchant, shop: Known) -> None:
    deliver(merchant, "1004")
    made = request(shop, ask(), number="1004")
    answer = desk.get(f"/returns/desk?scan={made.code}")
    assert answer.location == f"/console/returns/{made.code}?scanned=1"
    assert "<details open><summary>Take in what arrived" in desk.get(f"/returns/{made.code}?scanned=1").text
    assert "<details><summary>Take in what arrived" in desk.get(f"/returns/{made.code}").text


def test_an_unknown_code_is_shown_as_it_was_scanned(desk: Desk) -> None:
    page = desk.get("/returns/desk?scan=<b>9400").text
    assert "No return has the code &lt;b&gt;9400" in page and 'aria-invalid="true"' in page


def test_an_order_with_several_returns_asks_which(desk: Desk, coats: list[Return], shop: Known) -> None:
    deliver_more = request(shop, ask(), number="1001")
    page = desk.get("/returns/desk?scan=1001").text
    assert "Which one is it?" in page and coats[0].code in page and deliver_more.code in page


def test_several_are_approved_at_once_with_one_reason(desk: Desk, coats: list[Return]) -> None:
    page = decide(desk, [one.code for one in coats[:2]], decision="approve", reason="Good customers")
    assert "2 of 2 are decided." in page
    assert [now_is(one).status for one in coats] == ["approved", "approved", "requested"]
    assert [note.text for note in now_is(coats[0]).notes] == ["Good customers"]
    assert [entry.action for entry in audit.listed(coats[0].merchant_id)] == ["return_approved"] * 2


def test_several_are_declined_with_a_reason_for_their_shoppers(desk: Desk, coats: list[Return]) -> None:
    assert "Tell the shopper why" in decide(desk, [coats[0].code], decision="decline")
    assert now_is(coats[0]).status == "requested"
    decide(desk, [one.code for one in coats], decision="decline", reason="Worn outside")
    assert {now_is(one).decline_reason for one in coats} == {"Worn outside"}


def test_what_fails_is_told_line_by_line_and_the_others_go_on(
    desk: Desk, other_desk: Desk, coats: list[Return]
) -> None:
    other_desk.send(f"/returns/{coats[0].code}/approve", version=version(other_desk, coats[0].code))
    steps.approve(coats[1].merchant_id, coats[1].code)
    codes = [*(one.code for one in coats), "ret_nothing", coats[2].code]
    page = decide(desk, codes, decision="decline", reason="Worn")
    assert "1 of 4 are decided." in page
    assert "agent@acme.test was quicker (Approved a return, " in page
    assert "Somebody changed this meanwhile" in page and "It is not there any more" in page
    assert [now_is(one).status for one in coats] == ["approved", "approved", "declined"]


def test_nothing_chosen_is_said(desk: Desk) -> None:
    assert "Choose some returns first" in decide(desk, [], decision="approve")


def test_the_queue_lets_those_be_chosen_that_wait(desk: Desk, coats: list[Return]) -> None:
    steps.approve(coats[0].merchant_id, coats[0].code)
    page = desk.get("/returns?state=all").text
    assert page.count('name="return"') == 2
    assert 'name="return"' not in desk.get("/returns?state=approved").text


def test_whoever_was_slower_hears_who_did_what(desk: Desk, other_desk: Desk, coats: list[Return]) -> None:
    code, seen = coats[0].code, version(desk, coats[0].code)
    other_desk.send(f"/returns/{code}/approve", version=version(other_desk, code))
    page = desk.send(f"/returns/{code}/decline", version=seen, reason="Worn").text
    assert "agent@acme.test was quicker (Approved a return, today, " in page
    assert now_is(coats[0]).status == "approved"


def test_hints_stand_on_the_return(desk: Desk, coats: list[Return], shop: Known, merchant: Merchant) -> None:
    assert "Worth knowing" not in desk.get(f"/returns/{coats[0].code}").text
    deliver(merchant, "1005")
    last = request(shop, ask(), number="1005")
    page = desk.get(f"/returns/{last.code}").text
    assert "Other returns of this shopper within a year: 3, beside 3 other orders." in page
