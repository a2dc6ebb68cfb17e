"""Refunds at Stripe from the request to the webhook's word, and those that somebody made there by hand."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select

from commerce import outbox, work
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Event, EventWork, Integration, Merchant
from returns import found, payment_news, refunds, steps
from returns.models.money import Refund
from returns.models.requests import Return
from tests.builders import make_line, make_merchant
from tests.returns.providers.stripe.making import a_refund, an_event
from tests.returns.providers.stripe.stand_in import StandIn
from tests.returns.shop import ask, deliver, open_shop, request
from tracking import messages
from tracking.models import ForeignMessage


@pytest.fixture
def stripe() -> Iterator[StandIn]:
    with StandIn(pi_1=5500) as server:
        yield server


@pytest.fixture
def shop(app: Flask, stripe: StandIn) -> Known:
    merchant = make_merchant()
    integrate(app, merchant, stripe)
    deliver(merchant, "1001", make_line(quantity=2), payment_reference="pi_1")
    return open_shop(merchant)


def integrate(app: Flask, merchant: Merchant, stripe: StandIn) -> None:
    sealed = app.extensions["vault"].seal({"api_key": "sk_test_made_up"})
    settings = {"api_base": stripe.address}
    db.session.merge(
        Integration(merchant_id=merchant.id, provider="stripe", settings=settings, secrets=sealed)
    )
    db.session.commit()


def work_off() -> None:
    """Do the work of refunds and of Stripe's messages that came up."""
    for subscriber, merchant_id, event_id in outbox.relay():
        if subscriber.name in ("refund-gateway", "read-payment-message"):
            work.do(subscriber.name, merchant_id, event_id)
    db.session.expire_all()


def again() -> None:
    """Do what was put off, as if its time had come."""
    due = db.session.scalars(
        select(EventWork).where(EventWork.merchant_id > 0, EventWork.state == "open")
    ).all()
    keys = [(row.subscriber, row.merchant_id, row.event_id) for row in due]
    for row in due:
        row.due_at = row.due_at.replace(year=2020)
    db.session.commit()
    for key in keys:
        work.do(*key)
    db.session.expire_all()


def tell(
    app: Flask, shop: Known, about: dict[str, Any], event: str = "evt_1", kind: str = "refund.updated"
) -> str:
    """Let Stripe tell of something; what became of it."""
    body = orjson.dumps(an_event(about, event, kind))
    messages.store(app.extensions["statements"], shop.id, "stripe", event, body, kind=payment_news.REPORTED)
    work_off()
    outcome = db.session.scalars(
        select(ForeignMessage.outcome).where(
            ForeignMessage.merchant_id == shop.id, ForeignMessage.event_key == event
        )
    ).one()
    return outcome or ""


def returned(shop: Known) -> Return:
    return found.listed(shop.id)[0]


def rows(shop: Known) -> list[Refund]:
    return list(db.session.scalars(select(Refund).where(Refund.merchant_id == shop.id)))


def kinds(shop: Known) -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.merchant_id == shop.id)))


def test_a_received_return_is_paid_by_stripe_and_completed(shop: Known, stripe: StandIn) -> None:
    steps.receive(shop.id, request(shop).code, None)
    work_off()
    done = returned(shop)
    assert (done.status, done.refunds[0].status, done.refunds[0].external_id) == (
        "completed",
        "succeeded",
        "re_1",
    )
    assert stripe.payments["pi_1"] == 3000


def test_an_answer_lost_on_the_wire_is_asked_for_and_the_money_moves_once(
    shop: Known, stripe: StandIn
) -> None:
    stripe.drops = 1
    steps.receive(shop.id, request(shop).code, None)
    work_off()
    assert returned(shop).refunds[0].status == "pending"
    stripe.forget_keys()
    again()
    assert (returned(shop).status, stripe.payments["pi_1"]) == ("completed", 3000)
    assert [asked[0] for asked in stripe.asked] == ["POST", "GET"]


def test_a_payment_that_stripe_does_not_know_leaves_the_return_to_staff(shop: Known, stripe: StandIn) -> None:
    stripe.payments.clear()
    steps.receive(shop.id, request(shop).code, None)
    work_off()
    waiting = returned(shop)
    assert (waiting.status, waiting.refunds[0].status) == ("received", "failed")
    assert waiting.refunds[0].error == "Stripe answered 404: No such payment_intent: 'pi_1'"


def test_a_webhook_settles_a_refund_that_took_its_time(app: Flask, shop: Known, stripe: StandIn) -> None:
    stripe.status = "pending"
    steps.receive(shop.id, request(shop).code, None)
    work_off()
    waiting = returned(shop).refunds[0]
    assert (waiting.status, waiting.external_id) == ("pending", "re_1")
    assert tell(app, shop, a_refund(amount=2500)) == f"{waiting.code} is succeeded"
    assert returned(shop).status == "completed"
    tell(app, shop, a_refund(amount=2500, status="pending"), "evt_2")
    assert (returned(shop).status, kinds(shop).count("refund.issued")) == ("completed", 1)


def test_a_webhook_before_our_own_answer_is_known_by_our_id(app: Flask, shop: Known, stripe: StandIn) -> None:
    code = steps.receive(shop.id, request(shop).code, None).refunds[0].code
    tell(app, shop, a_refund(amount=2500, metadata={"waypost_refund": code}), kind="refund.created")
    assert [(one.code, one.status) for one in rows(shop)] == [(code, "succeeded")]


def test_a_refund_made_elsewhere_counts_once_and_less_is_left_to_pay(
    app: Flask, shop: Known, stripe: StandIn
) -> None:
    for event in ("evt_1", "evt_2"):
        outcome = tell(app, shop, a_refund(amount=4000), event)
    (row,) = rows(shop)
    assert (row.amount, row.return_id, row.status, outcome) == (
        4000,
        None,
        "succeeded",
        f"{row.code} is succeeded",
    )
    steps.receive(shop.id, request(shop, ask(quantity=2)).code, None)
    work_off()
    assert [one.amount for one in returned(shop).refunds] == [1500]
    assert kinds(shop).count("refund.issued") == 2


def test_a_refund_made_elsewhere_that_fails_counts_no_more(app: Flask, shop: Known) -> None:
    tell(app, shop, a_refund(amount=4000))
    tell(app, shop, a_refund(amount=4000, status="failed"), "evt_2")
    assert refunds.refunded(shop.id, rows(shop)[0].order_id) == 0


def test_a_refunded_charge_is_asked_about(app: Flask, shop: Known, stripe: StandIn) -> None:
    stripe.refunds = [a_refund(id=f"re_{number}", amount=number * 100) for number in (1, 2, 3)]
    tell(app, shop, {"id": "ch_1", "object": "charge"}, kind="charge.refunded")
    assert sorted(one.amount for one in rows(shop)) == [100, 200, 300]


@pytest.mark.parametrize(
    ("about", "outcome"),
    [
        (a_refund(payment_intent="pi_2", charge="ch_2"), "of a payment of no order"),
        (a_refund(currency="eur"), "in EUR, and the order in USD"),
        (a_refund(status="canceled"), "failed elsewhere"),
        ({"object": "refund"}, "not about a refund"),
    ],
)
def test_what_is_not_ours_to_count_is_noted_and_left(
    app: Flask, shop: Known, about: dict[str, Any], outcome: str
) -> None:
    assert tell(app, shop, about) == outcome
    assert rows(shop) == []


def test_a_payment_of_two_orders_is_left_to_people(app: Flask, shop: Known) -> None:
    merchant = db.session.get_one(Merchant, shop.id)
    deliver(merchant, "1002", payment_reference="pi_1")
    assert tell(app, shop, a_refund()) == "of a payment of several orders"


def test_another_merchants_refund_of_the_same_id_is_not_touched(app: Flask, shop: Known) -> None:
    steps.receive(shop.id, request(shop).code, None)
    other = make_merchant("other")
    deliver(other, "1001", payment_reference="pi_1")
    theirs = open_shop(other)
    tell(
        app,
        theirs,
        a_refund(metadata={"waypost_refund": rows(shop)[0].code}, status="failed"),
        kind="refund.failed",
    )
    assert rows(theirs) == []
    assert "refund.failed" not in kinds(shop)
