"""What the clock does with approved returns."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from commerce import clock
from commerce.clock import now
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Event
from returns import expiry, found, steps
from tests.builders import make_merchant
from tests.returns.shop import deliver, open_shop, request


@pytest.fixture
def shop(app: Flask) -> Known:
    merchant = make_merchant()
    deliver(merchant)
    return open_shop(merchant, ship_within_days=14)


def statuses(shop: Known) -> list[str]:
    db.session.expire_all()
    return [one.status for one in found.listed(shop.id)]


def test_an_approved_return_expires_after_its_days_and_frees_its_units(shop: Known) -> None:
    request(shop)
    with clock.at(now() + timedelta(days=13)):
        assert expiry.expire_returns() == 0
    with clock.at(now() + timedelta(days=14, minutes=1)):
        assert (expiry.expire_returns(), expiry.expire_returns()) == (1, 0)
    assert statuses(shop) == ["expired"]
    request(shop)
    assert statuses(shop) == ["approved", "expired"]


def test_what_was_sent_or_paid_for_does_not_expire(app: Flask) -> None:
    merchant = make_merchant()
    deliver(merchant)
    shop = open_shop(merchant, refund_on="approved")
    steps.ship(shop.id, request(shop).code)
    steps.refund(shop.id, request(shop).code)
    with clock.at(now() + timedelta(days=90)):
        assert expiry.expire_returns() == 0
    assert statuses(shop) == ["approved", "in_transit"]


def test_a_shopper_is_reminded_once_before_it_expires(shop: Known) -> None:
    code = request(shop).code
    assert expiry.remind_of_returns() == 0
    with clock.at(now() + timedelta(days=12)):
        assert (expiry.remind_of_returns(), expiry.remind_of_returns()) == (1, 0)
    told = db.session.scalars(
        select(Event.data).where(Event.merchant_id == shop.id, Event.kind == "return.expiring")
    )
    assert [one["return"] for one in told] == [code]
