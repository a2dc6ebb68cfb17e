"""A parcel by the shopper's own carrier: told, corrected until it is scanned, and followed."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce.clock import now
from commerce.database import db
from commerce.errors import Invalid
from commerce.merchants import Known
from commerce.models import Merchant
from portal.shopper import load
from returns import changing, found, own_carrier, steps
from returns.models.requests import Return
from returns.refusals import NotSentByShopper, NumberElsewhere
from tests.builders import make_line, make_merchant
from tests.returns.label_shop import work_off
from tests.returns.racing import at_once
from tests.returns.shop import ask, deliver, open_shop, request
from tracking import intake, shipments
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import Status

UPS, POST = "1Z999AA10123456784", "RR123456785GB"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    deliver(merchant, "1001", make_line(), make_line("L2", sku="HAT"))
    return merchant


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, methods=["own_carrier", "in_store"])


@pytest.fixture
def made(shop: Known) -> Return:
    return request(shop, ask(method="own_carrier"), ask("L2", method="in_store"))


def sent(made: Return, number: str = UPS, carrier: str | None = None) -> Shipment:
    told = own_carrier.tell(made.merchant_id, made.code, number, carrier)
    return shipments.get(made.merchant_id, told.own_shipment or "")


def scan(made: Return, status: Status, hours: float = 0) -> str:
    """Scan the parcel so many hours from now; returns where the return stands then."""
    shipment = shipments.get(made.merchant_id, now_is(made).own_shipment or "")
    at = now() + timedelta(hours=hours)
    intake.take(made.merchant_id, shipment.parcel, [Scan(at, status, None, "", None, "easypost")])
    work_off()
    return now_is(made).status


def now_is(made: Return) -> Return:
    return found.get(made.merchant_id, made.code)


def test_its_parcel_is_a_shipment_on_its_way_back_with_what_it_holds(made: Return) -> None:
    shipment = sent(made, " 1z 999 aa1 0123-456784 ")
    assert (shipment.direction, shipment.carrier, shipment.tracking_number) == ("inbound", "UPS", UPS)
    assert [(line.line_id, line.quantity) for line in shipment.lines] == [("L1", 1)]


@pytest.mark.parametrize(
    ("told", "kept"),
    [(None, "UPS"), ("u.p.s.", "UPS"), ("Uncle Bob", "Uncle Bob")],
)
def test_the_carrier_is_the_one_that_is_told_or_that_the_number_says(
    made: Return, told: str | None, kept: str
) -> None:
    assert sent(made, UPS, told).carrier == kept


@pytest.mark.parametrize(
    ("number", "code"), [("<script>", "not_a_number"), ("PARCEL", "not_a_number"), ("X1Y2", "which_carrier")]
)
def test_what_says_nothing_is_refused(made: Return, number: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent(made, number)
    assert refused.value.extra["errors"][0]["code"] == code


def test_a_scan_sets_the_return_in_transit_and_then_the_number_stands(made: Return) -> None:
    sent(made)
    assert scan(made, Status.PRE_TRANSIT) == "approved"
    assert scan(made, Status.IN_TRANSIT, hours=1) == "in_transit"
    with pytest.raises(NotSentByShopper):
        sent(made, POST)


def test_until_then_it_can_be_corrected(made: Return) -> None:
    first = sent(made)
    again = sent(made, POST, "Royal Mail")
    assert (again.code, again.tracking_number) == (first.code, POST)
    assert again.carrier != "UPS"


def test_a_parcel_that_moved_before_the_return_was_asked_for_is_another_one(made: Return) -> None:
    sent(made)
    assert scan(made, Status.DELIVERED, hours=-30) == "approved"


def test_a_number_that_the_shop_sent_something_by_is_refused(made: Return) -> None:
    out = {"id": "S2", "carrier": "UPS", "tracking_number": UPS, "lines": []}
    shipments.create(made.merchant_id, made.order, out)
    with pytest.raises(NumberElsewhere):
        sent(made)
    assert now_is(made).own_shipment is None


@pytest.mark.parametrize("method", ["in_store", None])
def test_what_comes_back_another_way_has_no_such_parcel(shop: Known, method: str | None) -> None:
    with pytest.raises(NotSentByShopper):
        sent(request(shop, ask(method=method)))


def test_two_tabs_at_once_make_one_parcel(app: Flask, made: Return) -> None:
    owner, code = made.merchant_id, made.code
    at_once(app, lambda: own_carrier.tell(owner, code, UPS), lambda: own_carrier.tell(owner, code, POST))
    db.session.rollback()
    inbound = [one for one in shipments.listed(owner, order="1001") if one.direction == "inbound"]
    assert [one.code for one in inbound] == [found.get(owner, code).own_shipment]


def test_a_return_that_comes_to_nothing_awaits_no_parcel_and_frees_its_number(
    shop: Known, made: Return
) -> None:
    first = sent(made).code
    steps.cancel(shop.id, made.code)
    work_off()
    assert shipments.get(shop.id, first).status == "cancelled"
    assert sent(request(shop, ask(method="own_carrier"))).code != first


def test_a_change_keeps_the_parcel_while_the_same_units_are_in_it(shop: Known, made: Return) -> None:
    shipment = sent(made).code
    again = changing.change(shop.id, made.code, [ask(method="own_carrier", reason="too_large")])
    assert (again.own_shipment, now_is(made).own_shipment) == (shipment, None)
    other = changing.change(shop.id, again.code, [ask(quantity=2, method="own_carrier")])
    assert other.own_shipment is None


def test_whoever_bought_a_gift_does_not_see_that_it_comes_back(
    app: Flask, shop: Known, merchant: Merchant
) -> None:
    deliver(merchant, "1002", make_line(gift=True))
    gift = ask(method="own_carrier", resolution="store_credit")
    made = request(shop, gift, number="1002", is_gift=True)
    sent(made)
    page = load.tracking_page(app.extensions["statements"], shop, made.order_id, now())
    assert not [one for one in page.parcels if one.returning]
