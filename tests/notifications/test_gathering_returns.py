"""What a notice says of a return, a claim, and of the days on which things may come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from commerce import clock, merchants
from commerce.merchants import Known
from commerce.models import Merchant
from notifications.composing import compose
from notifications.facts import ReturnTerms
from notifications.gathering import facts_of
from notifications.gathering_returns import claim_of, return_of, return_terms
from returns import claims, questions, steps
from tests.builders import make_line, make_merchant, make_order
from tests.notifications.examples import full
from tests.returns.shop import POLICY, ask, deliver, open_shop, request

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme", return_policy=POLICY)


@pytest.fixture
def known(merchant: Merchant) -> Known:
    return open_shop(merchant)


def test_an_approved_return_says_what_comes_back_and_until_when_to_send_it(
    known: Known, merchant: Merchant
) -> None:
    with clock.at(MONDAY):
        deliver(merchant)
        made = request(known)
        told = return_of(known.id, made.id, {})
    assert told and (told.status, told.amount, told.currency) == ("approved", 2500, "USD")
    assert told.resolution == "refund" and told.deadline == made.ship_by and not told.kept
    assert told.page_url == f"http://waypost.test/r/{made.page_token}"
    assert [(line.title, line.quantity) for line in told.lines] == [("Tee", 1)]


def test_store_credit_is_told_with_its_bonus(known: Known, merchant: Merchant) -> None:
    deliver(merchant)
    told = return_of(known.id, request(known, ask(resolution="store_credit")).id, {})
    assert told and (told.resolution, told.amount) == ("store_credit", 2750)


def test_a_refund_is_told_by_what_was_paid(known: Known, merchant: Merchant) -> None:
    deliver(merchant)
    made = request(known)
    steps.receive(known.id, made.code, None)
    steps.refund(known.id, made.code, 1000)
    told = return_of(known.id, made.id, {})
    assert told and (told.resolution, told.amount) == ("refund", 1000)


def test_a_question_is_told_as_it_was_asked(known: Known, merchant: Merchant) -> None:
    deliver(merchant)
    made = request(known)
    for words in ("Was it worn?", "Is the box there?"):
        asked = questions.ask(known.id, made.code, words, "ada@acme.test")
    first, second = (return_of(known.id, made.id, {"question": note.id}) for note in asked.notes)
    assert first and first.question == "Was it worn?"
    assert second and second.question == "Is the box there?"
    mail = compose("return_question", "email", "en", replace(full("return_question"), return_=second))
    assert "Is the box there?" in mail.text


def test_a_claim_is_told_with_what_was_claimed(known: Known, merchant: Merchant) -> None:
    order = deliver(merchant)
    claim = claims.open_claim(
        known, order.number, {"kind": "damaged", "lines": [{"id": "L1", "quantity": 1}]}
    )
    told = claim_of(known.id, claim.id)
    assert told and (told.kind, told.status, told.amount, told.denied) == ("damaged", "open", None, False)
    assert [line.quantity for line in told.lines] == [1]


def test_a_delivered_order_may_come_back_until_a_day(known: Known, merchant: Merchant) -> None:
    with clock.at(MONDAY):
        deliver(merchant, days=3)
        assert return_terms(known, "1001") == ReturnTerms(until=(MONDAY + timedelta(days=27)).date())


def test_before_delivery_the_days_are_counted_from_it(known: Known, merchant: Merchant) -> None:
    make_order(merchant)
    assert return_terms(known, "1001") == ReturnTerms(days=30, anchor="delivered")


def test_what_can_not_come_back_is_not_offered(merchant: Merchant) -> None:
    known = open_shop(merchant, rules=[{"name": "Nothing", "then": {"decision": "deny"}}])
    make_order(merchant, lines=[make_line()])
    assert return_terms(known, "1001") is None


def test_a_shop_without_a_policy_offers_nothing(app: Flask) -> None:
    order = make_order(make_merchant("plain"))
    plain = merchants.fresh("plain")
    assert (
        plain
        and facts_of(plain, order.id, None, None, None, "en", {}, kind="order_confirmed").return_terms is None
    )
