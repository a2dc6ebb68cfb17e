"""Test orders: a shop tries itself on the simulated carrier, and on nothing else."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from commerce import clock, outbox, work
from commerce.database import db
from commerce.models import Merchant, Order
from tests.builders import make_merchant
from tests.portal.console.staffing import Desk
from tests.portal.console.test_today import make_parcel
from tests.sample_shop import SHOP
from tracking import sandbox, shipments
from tracking.models import Shipment
from tracking.providers.simulated import Life


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


def follow() -> None:
    """Do what follows from what happened, and let the simulated carrier move."""
    while due := outbox.relay():
        work.do_all([(subscriber.name, *event) for subscriber, *event in due if not subscriber.foreign])
    if sandbox.move():
        follow()


def order_of(merchant: Merchant) -> Order:
    return db.session.scalars(select(Order).where(Order.merchant_id == merchant.id)).one()


def parcel_of(order: Order) -> Shipment:
    db.session.expire_all()
    [parcel] = shipments.listed(order.merchant_id, order=order.number)
    return parcel


@pytest.mark.parametrize("life", list(Life))
def test_a_test_order_goes_to_who_made_it_and_fares_as_they_chose(
    desk: Desk, merchant: Merchant, life: Life
) -> None:
    page = desk.send("/test-orders", life=life.value).text
    order = order_of(merchant)
    assert f"Order {order.number}" in page and "The test order is made." in page
    assert (order.email, order.ship_to["country"]) == ("owner@acme.test", "US")
    assert (parcel_of(order).carrier, sandbox.life_of(parcel_of(order))) == (sandbox.CARRIER, life)


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_late_one_is_late_at_once(desk: Desk, merchant: Merchant, day: int, hour: int) -> None:
    with clock.at(datetime.combine(clock.now().date() - timedelta(days=day), time(hour, 30), UTC)):
        desk.send("/test-orders", life="late")
        follow()
        order = order_of(merchant)
        assert parcel_of(order).status == "in_transit"
        assert f"<strong>{order.number}</strong>" in desk.get("/parcels?state=late").text


def test_the_rest_of_its_journey_can_be_played(desk: Desk, merchant: Merchant) -> None:
    desk.send("/test-orders", life="on_time")
    order = order_of(merchant)
    page = desk.get(f"/orders/{order.number}").text
    assert "Play the rest of its journey" in page
    [code] = re.findall(r'name="shipment" value="([^"]+)">\s*<button class="quiet">Play', page)
    assert "has passed" in desk.send(f"/orders/{order.number}/play", shipment=code).text
    assert parcel_of(order).status == "delivered"
    assert "Play the rest" not in desk.get(f"/orders/{order.number}").text


def test_a_real_parcel_is_not_played(desk: Desk, merchant: Merchant) -> None:
    order = make_parcel(merchant, "1001")
    page = desk.get("/orders/1001").text
    assert "Play the rest" not in page
    code = shipments.listed(merchant.id, order="1001")[0].code
    assert "Only test parcels" in desk.send("/orders/1001/play", shipment=code).text
    assert parcel_of(order_of(merchant)).status == "in_transit", order


def test_a_life_that_there_is_not_makes_no_order(desk: Desk, merchant: Merchant) -> None:
    assert "Choose how" in desk.send("/test-orders", life="immortal").text
    assert db.session.scalars(select(Order).where(Order.merchant_id == merchant.id)).all() == []
