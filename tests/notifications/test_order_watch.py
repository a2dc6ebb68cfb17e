"""Orders of which nothing was shipped in time."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce import clock, orders
from commerce.database import run, transaction
from commerce.models import Merchant, Order
from notifications import order_watch
from tests.builders import make_order
from tests.notifications.watched import MONDAY, events, sent, shop


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return shop()


@pytest.fixture
def order(merchant: Merchant) -> Order:
    """Placed on Monday before the cut-off, so it should leave on Tuesday."""
    return make_order(merchant, "1001", placed_at=MONDAY)


def looked(order: Order, days: float) -> None:
    with clock.at(MONDAY + timedelta(days=days)):
        order_watch.look_at(order.merchant_id, order.number)


def told() -> list[tuple[str, str | None, int]]:
    return [(kind, data["shipment"], data["days"]) for kind, data in events()]


def due(order: Order) -> object:
    with transaction():
        return run("SELECT watch_at FROM orders WHERE id = %s", (order.id,))[0][0]


def test_an_order_is_late_two_working_days_after_it_should_have_left(order: Order) -> None:
    looked(order, 0)
    limit = due(order)
    assert limit == MONDAY + timedelta(days=3, hours=14)  # the midnight that ends Thursday in Newark
    looked(order, 3.5)
    assert told() == []
    looked(order, 3.6)
    looked(order, 3.7)
    assert told() == [("delay.opened", None, 2)]
    assert events()[0][1]["order"] == "1001"


def test_an_order_whose_shopper_withdrew_from_all_of_it_waits_for_nobody(order: Order) -> None:
    looked(order, 3.6)
    with transaction():
        run("UPDATE order_lines SET cancelled_quantity = quantity - 1 WHERE order_id = %s", (order.id,))
    looked(order, 3.7)
    assert [kind for kind, _, _ in told()] == ["delay.opened"]
    with transaction():
        run("UPDATE order_lines SET cancelled_quantity = quantity WHERE order_id = %s", (order.id,))
    looked(order, 3.8)
    assert [kind for kind, _, _ in told()] == ["delay.opened", "delay.cleared"]


def test_a_parcel_ends_the_wait(merchant: Merchant) -> None:
    sent(merchant)
    order = orders.get(merchant.id, "1001")
    with transaction():
        run("UPDATE shipments SET status = 'cancelled' WHERE merchant_id = %s", (merchant.id,))
    looked(order, 3)  # it was placed on the Friday before
    with transaction():
        run("UPDATE shipments SET status = 'pre_transit' WHERE merchant_id = %s", (merchant.id,))
    looked(order, 3.1)
    assert [kind for kind, _, _ in told()] == ["delay.opened", "delay.cleared"]
    assert due(order) is None


CANCEL_ALL = "UPDATE orders SET cancelled_at = now() WHERE merchant_id = %s"
CANCEL_UNITS = "UPDATE order_lines SET cancelled_quantity = quantity WHERE merchant_id = %s"


@pytest.mark.parametrize("cancel", [CANCEL_ALL, CANCEL_UNITS])
def test_what_was_called_off_is_waited_for_by_nobody(order: Order, cancel: str) -> None:
    with transaction():
        run(cancel, (order.merchant_id,))
    looked(order, 9)
    assert told() == []
    assert due(order) is None


def test_a_shop_without_locations_promises_no_day_to_ship(app: Flask) -> None:
    order = make_order(shop(locations=[]), "1001", placed_at=MONDAY)
    looked(order, 9)
    assert (told(), due(order)) == ([], None)


def test_an_imported_order_of_long_ago_says_nothing(order: Order) -> None:
    looked(order, 9)
    assert told() == []


def test_the_merchants_own_limit_counts(app: Flask) -> None:
    merchant = shop(notifications={"delay": {"not_shipped_after_days": 1}})
    order = make_order(merchant, "1001", placed_at=MONDAY)
    looked(order, 2.6)
    assert told() == [("delay.opened", None, 1)]
