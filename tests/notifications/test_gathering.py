"""The facts of a notice, read from orders, parcels, returns and claims as they stand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from commerce import clock, merchants
from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.models import Merchant, Order
from notifications.gathering import facts_of
from tests.builders import make_line, make_merchant, make_order
from tests.sample_shop import SHOP
from tests.statements import counted
from tracking import shipments
from tracking.models import Shipment

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def merchant(app: Flask) -> Iterator[Merchant]:
    with clock.at(MONDAY):
        yield make_merchant("acme", brand={"accent": "#123456", "support_email": "help@acme.test"}, **SHOP)


@pytest.fixture
def known(merchant: Merchant) -> Known:
    return merchants.fresh("acme") or pytest.fail("the merchant is gone")


@pytest.fixture
def order(merchant: Merchant) -> Order:
    lines = [make_line(), make_line("L2", title="Bag", variant=None, quantity=1)]
    return make_order(merchant, placed_at=MONDAY - timedelta(days=3), lines=lines)


def ship(order: Order, code: str = "S1", **fields: object) -> Shipment:
    plain = {
        "carrier": "ups",
        "service": "Ground",
        "tracking_number": "1Z999AA10123456784",
        "location": "NJ1",
        "shipped_at": MONDAY - timedelta(days=1),
        "lines": [{"id": "L1", "quantity": 2}],
        "promised_on": date(2026, 11, 24),
    }
    return shipments.create(order.merchant_id, order, {"id": code} | plain | fields)[0]


def test_a_parcel_is_told_with_todays_forecast_and_what_is_in_it(known: Known, order: Order) -> None:
    shipment = ship(order)
    facts = facts_of(known, order.id, shipment.id, None, None, "en", {"delay": "stalled", "days": 2})
    assert facts.order_number == "1001" and facts.customer_name == "Ada L"
    assert facts.time_zone == "America/Los_Angeles"
    parcel = facts.parcel
    assert parcel and (parcel.carrier, parcel.promised_on) == ("UPS", date(2026, 11, 24))
    assert parcel.earliest and parcel.latest and parcel.earliest <= parcel.latest
    assert (parcel.delay_kind, parcel.delay_days) == ("stalled", 2)
    assert [(line.title, line.quantity) for line in parcel.lines] == [("Tee", 2)]
    assert facts.shop.brand.accent == "#123456" and facts.shop.support_email == "help@acme.test"


def test_the_forecast_is_the_one_of_the_page(app: Flask, known: Known, order: Order) -> None:
    shipment = ship(order)
    facts = facts_of(known, order.id, shipment.id, None, None, "en", {})
    page = app.test_client().get(f"/t/{order.page_token}").text.replace("\xa0", " ")
    assert facts.parcel and facts.parcel.latest
    assert f"{facts.parcel.latest:%a} {facts.parcel.latest.day} {facts.parcel.latest:%b}" in page


def test_days_that_were_decided_stand_before_the_forecast(known: Known, order: Order) -> None:
    told = {"earliest": "2026-12-01", "latest": "2026-12-03"}
    facts = facts_of(known, order.id, ship(order).id, None, None, "en", told)
    assert facts.parcel and (facts.parcel.earliest, facts.parcel.latest) == (
        date(2026, 12, 1),
        date(2026, 12, 3),
    )


def test_parcels_with_the_same_news_come_along(known: Known, order: Order) -> None:
    first = ship(order)
    ship(order, "S2", tracking_number="1Z2", lines=[{"id": "L2", "quantity": 1}])
    ship(order, "S3", tracking_number="1Z3", lines=[])
    facts = facts_of(known, order.id, first.id, None, None, "en", {"others": ["S2"]})
    assert [parcel.code for parcel in facts.others] == ["S2"]


def test_links_lead_to_the_orders_own_pages(known: Known, order: Order) -> None:
    links = facts_of(known, order.id, None, None, None, "en", {}, kind="shipped").links
    page = f"http://waypost.test/t/{order.page_token}"
    assert (links.order, links.preferences, links.feedback) == (
        page,
        f"{page}/preferences",
        f"{page}/feedback",
    )
    assert (
        links.returns is None and links.unsubscribe and links.unsubscribe.startswith("http://waypost.test/u/")
    )


def test_a_receipt_has_no_link_to_switch_it_off(known: Known, order: Order) -> None:
    assert (
        facts_of(known, order.id, None, None, None, "en", {}, kind="refund_issued").links.unsubscribe is None
    )


def test_an_order_that_is_gone_is_not_found(known: Known) -> None:
    with pytest.raises(NotFound):
        facts_of(known, 1, None, None, None, "en", {})


def test_another_merchants_order_is_not_found(known: Known, order: Order) -> None:
    make_merchant("bolt")
    bolt = merchants.fresh("bolt")
    assert bolt
    with pytest.raises(NotFound):
        facts_of(bolt, order.id, None, None, None, "en", {})


def test_a_delay_costs_two_statements(known: Known, order: Order) -> None:
    shipment = ship(order)
    facts_of(known, order.id, shipment.id, None, None, "en", {}, kind="delayed")
    with counted() as seen:
        facts_of(known, order.id, shipment.id, None, None, "en", {}, kind="delayed")
    assert len([sql for sql in seen if "eta_model" not in sql]) <= 2
