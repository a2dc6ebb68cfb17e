"""Refunds through a gateway: written first, called after, settled once, never sent twice."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from commerce.clock import now
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Event, Merchant, Order
from commerce.outbox import Happened
from commerce.work import GivenUp, TryLater
from returns import found, refund_jobs, refunds, steps
from returns.models.requests import Return
from returns.refunds import GatewayAnswer, Payback, RefundStatus
from returns.refusals import RefundUnderWay
from tests.builders import make_merchant
from tests.returns.shop import ask, deliver, open_shop, request


class Till:
    """A gateway in memory that keeps what it paid by key, and may lose its answer or refuse."""

    name = "till"

    def __init__(self) -> None:
        self.paid: dict[str, int] = {}
        self.calls = 0
        self.loses_answer = False
        self.refuses = False
        self.gives_up = False

    def takes(self, merchant: Known, payment_reference: str | None) -> bool:
        return payment_reference is not None

    def find(self, payback: Payback) -> GatewayAnswer | None:
        known = payback.idempotency_key in self.paid
        return GatewayAnswer(RefundStatus.SUCCEEDED, "ext_1") if known else None

    def send(self, payback: Payback) -> GatewayAnswer:
        self.calls += 1
        if self.gives_up:
            raise GivenUp("no such payment")
        if self.refuses:
            return GatewayAnswer(RefundStatus.FAILED, error="the card was closed")
        self.paid[payback.idempotency_key] = payback.amount
        if self.loses_answer:
            self.loses_answer = False
            raise TryLater("no answer came")
        return GatewayAnswer(RefundStatus.SUCCEEDED, "ext_1")


@pytest.fixture
def till() -> Iterator[Till]:
    gateway = Till()
    refunds.GATEWAYS.append(gateway)
    yield gateway
    refunds.GATEWAYS.remove(gateway)


@pytest.fixture
def shop(app: Flask) -> Known:
    merchant: Merchant = make_merchant()
    deliver(merchant, "1001", payment_reference="pay_1")
    return open_shop(merchant)


def received(shop: Known, **line: object) -> Return:
    return steps.receive(shop.id, request(shop, ask(**line)).code, None)


def told(shop: Known, kind: str = "refund.requested") -> list[Happened]:
    """The events of a kind, as their subscribers get them."""
    rows = db.session.scalars(select(Event).where(Event.merchant_id == shop.id, Event.kind == kind)).all()
    return [Happened(row.id, row.merchant_id, row.kind, row.data, now()) for row in rows]


def work(shop: Known) -> Return:
    """Do the job of every refund asked for; the return as it stands then."""
    for event in told(shop):
        refund_jobs.pay_back(event)
    db.session.expire_all()
    return found.listed(shop.id)[0]


def test_a_refund_is_written_before_the_gateway_is_called(shop: Known, till: Till) -> None:
    waiting = received(shop)
    assert [(one.status, one.gateway, one.amount) for one in waiting.refunds] == [("pending", "till", 2500)]
    assert (waiting.status, till.calls, len(told(shop))) == ("received", 0, 1)


def test_the_gateways_answer_settles_the_refund_and_completes_the_return(shop: Known, till: Till) -> None:
    received(shop)
    done = work(shop)
    assert (done.status, done.refunds[0].status, done.refunds[0].external_id) == (
        "completed",
        "succeeded",
        "ext_1",
    )
    assert len(told(shop, "refund.issued")) == 1


def test_an_answer_lost_is_asked_for_again_and_never_sent_twice(shop: Known, till: Till) -> None:
    received(shop)
    till.loses_answer = True
    with pytest.raises(TryLater):
        work(shop)
    assert work(shop).status == "completed"
    assert till.calls == 1


def test_a_job_that_runs_twice_pays_once(shop: Known, till: Till) -> None:
    received(shop)
    work(shop)
    work(shop)
    assert till.calls == 1
    assert len(told(shop, "refund.issued")) == 1


def test_what_the_gateway_refuses_can_be_paid_anew(shop: Known, till: Till) -> None:
    received(shop)
    till.refuses = True
    refused = work(shop)
    assert (refused.status, refused.refunds[0].status) == ("received", "failed")
    assert refused.refunds[0].error == "the card was closed"
    till.refuses = False
    steps.refund(shop.id, refused.code)
    assert work(shop).status == "completed"
    assert list(till.paid.values()) == [2500]


def test_what_the_gateway_can_never_pay_has_failed_and_its_work_is_given_up(shop: Known, till: Till) -> None:
    received(shop)
    till.gives_up = True
    with pytest.raises(GivenUp):
        work(shop)
    refused = work(shop)
    assert (refused.status, refused.refunds[0].status) == ("received", "failed")
    assert (refused.refunds[0].error, till.calls) == ("no such payment", 1)


def test_an_order_paid_anew_is_refunded_by_its_payment_of_then(shop: Known, till: Till) -> None:
    received(shop)
    with transaction() as session:
        session.execute(update(Order).where(Order.merchant_id == shop.id).values(payment_reference="pay_2"))
    opened = refund_jobs.begin(shop.id, found.listed(shop.id)[0].refunds[0].code)
    assert opened is not None and opened[1].payment_reference == "pay_1"


@pytest.mark.parametrize("late", ["pending", "unknown", "succeeded"])
@pytest.mark.parametrize("first", ["succeeded", "failed"])
def test_a_word_that_comes_late_takes_nothing_back(shop: Known, till: Till, first: str, late: str) -> None:
    code = received(shop).refunds[0].code
    for word in (first, late):
        refund_jobs.settle(shop.id, code, GatewayAnswer(RefundStatus(word), "ext_1"))
    db.session.expire_all()
    assert found.listed(shop.id)[0].refunds[0].status == first


def test_a_refund_that_succeeded_may_still_fail(shop: Known, till: Till) -> None:
    code = received(shop).refunds[0].code
    for word in ("succeeded", "failed"):
        refund_jobs.settle(shop.id, code, GatewayAnswer(RefundStatus(word), "ext_1"))
    assert len(told(shop, "refund.failed")) == 1


def test_a_refund_under_way_is_not_asked_for_again(shop: Known, till: Till) -> None:
    waiting = received(shop)
    with pytest.raises(RefundUnderWay):
        steps.refund(shop.id, waiting.code)


def test_credit_and_exchanges_need_no_gateway_and_complete_by_themselves(shop: Known, till: Till) -> None:
    assert received(shop, resolution="store_credit").status == "completed"
    assert received(shop, resolution="exchange").status == "completed"
    assert till.calls == 0


def test_money_that_moves_on_approval_is_paid_then_and_completes_on_arrival(app: Flask, till: Till) -> None:
    merchant = make_merchant("early")
    deliver(merchant, "1001", payment_reference="pay_1")
    shop = open_shop(merchant, refund_on="approved")
    request(shop)
    assert work(shop).status == "approved"
    made = found.listed(shop.id)[0]
    assert steps.receive(shop.id, made.code, None).status == "completed"
    assert list(till.paid.values()) == [2500]


def test_an_order_paid_elsewhere_is_refunded_by_hand(shop: Known, till: Till, app: Flask) -> None:
    merchant = make_merchant("hand")
    deliver(merchant)
    by_hand = received(open_shop(merchant))
    assert (by_hand.status, by_hand.refunds) == ("received", [])
