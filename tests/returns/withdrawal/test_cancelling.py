"""Paying for units that were never sent: at once where a gateway can, else when staff say so, and once."""

from collections.abc import Iterator

import pytest
from flask import Flask

from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.models import Merchant
from returns import refund_jobs, refunds
from returns.models.money import Refund
from returns.models.withdrawals import Withdrawal
from returns.refunds import GatewayAnswer, RefundStatus
from returns.refusals import NothingDue, RefundUnderWay
from returns.withdrawal import cancelling
from tests.builders import make_line, make_merchant
from tests.returns.racing import at_once
from tests.returns.shop import open_shop
from tests.returns.test_refund_jobs import Till
from tests.returns.withdrawal.shop import delivered, waiting, withdraw


@pytest.fixture
def till() -> Iterator[Till]:
    gateway = Till()
    refunds.GATEWAYS.append(gateway)
    yield gateway
    refunds.GATEWAYS.remove(gateway)


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


def refunds_of(withdrawal: Withdrawal) -> list[Refund]:
    return cancelling.refunds_of([withdrawal])[withdrawal.code]


def made(withdrawal: Withdrawal) -> list[tuple[int, str]]:
    return [(refund.amount, refund.status) for refund in refunds_of(withdrawal)]


def settled(shop: Known, refund: Refund, status: RefundStatus) -> None:
    refund_jobs.settle(shop.id, refund.code, GatewayAnswer(status, "ext_1"))


@pytest.mark.usefixtures("till")
def test_a_gateway_is_asked_at_once(shop: Known, merchant: Merchant) -> None:
    waiting(merchant, payment_reference="pay_1")
    withdrawal = withdraw(shop)
    assert made(withdrawal) == [(5500, "pending")]
    with pytest.raises(RefundUnderWay):
        cancelling.refund(shop.id, withdrawal.code)


@pytest.mark.usefixtures("till")
def test_what_a_gateway_refused_is_paid_anew(shop: Known, merchant: Merchant) -> None:
    waiting(merchant, payment_reference="pay_1")
    withdrawal = withdraw(shop)
    settled(shop, refunds_of(withdrawal)[0], RefundStatus.FAILED)
    cancelling.refund(shop.id, withdrawal.code)
    assert made(withdrawal) == [(5500, "failed"), (5500, "pending")]


def test_by_hand_it_is_paid_once(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    assert made(withdrawal) == []
    cancelling.refund(shop.id, withdrawal.code)
    with pytest.raises(NothingDue):
        cancelling.refund(shop.id, withdrawal.code)
    assert made(withdrawal) == [(5500, "succeeded")]


def test_two_people_at_once_pay_once(app: Flask, shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    code, owner = withdrawal.code, shop.id
    at_once(app, *[lambda: cancelling.refund(owner, code).code] * 3)
    assert made(withdrawal) == [(5500, "succeeded")]


def test_what_comes_back_is_not_paid_for_here(shop: Known, merchant: Merchant) -> None:
    delivered(merchant)
    withdrawal = withdraw(shop)
    with pytest.raises(NothingDue):
        cancelling.refund(shop.id, withdrawal.code)


def test_what_cost_nothing_needs_no_refund(shop: Known, merchant: Merchant) -> None:
    waiting(merchant, "1001", make_line(unit_price=0), shipping=0)
    assert cancelling.owed(withdraw(shop)) == 0


def test_another_merchants_withdrawal_is_not_found(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    other = make_merchant("other")
    with pytest.raises(NotFound):
        cancelling.refund(other.id, withdrawal.code)
