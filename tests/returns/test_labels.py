"""Return labels: bought once whatever gets lost, followed on their way, given back when not used."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from commerce import failed_work, keys
from commerce.clock import at, now
from commerce.database import db
from commerce.merchants import Known
from commerce.models import EventWork
from portal.shopper import load
from returns import expiry, found, labels, steps
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from returns.refusals import NoSecondLabel
from tests.builders import make_line, make_merchant
from tests.portal.calling import api_client
from tests.returns.label_shop import HERE, HOME, again, opened, work_off
from tests.returns.providers.easypost_stand_in import RATES, StandIn
from tests.returns.shop import ask, deliver, open_shop, request
from tracking import intake, shipments
from tracking.scans import Scan
from tracking.statuses import Status


@pytest.fixture
def easypost() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


@pytest.fixture
def shop(app: Flask, easypost: StandIn) -> Known:
    return opened(app, easypost.address)


def asked_back(shop: Known, method: str = "label") -> Return:
    made = request(shop, ask(method=method))
    work_off()
    return found.get(shop.id, made.code)


def label(shop: Known) -> ReturnLabel:
    known = found.listed(shop.id)[0].label
    assert known is not None
    return known


def scan(shop: Known, status: Status) -> None:
    shipment = shipments.get(shop.id, label(shop).shipment_code)
    intake.take(shop.id, shipment.parcel, [Scan(now(), status, None, "", None, "easypost")])
    work_off()


def test_an_approved_return_gets_the_cheapest_label(shop: Known, easypost: StandIn) -> None:
    asked_back(shop)
    made = label(shop)
    assert (made.status, made.carrier, made.service) == ("bought", "USPS", "GroundAdvantage")
    assert made.label_url == "https://labels.test/shp_1.png"
    assert made.tracking_number == "9400000000000000000001"
    wanted = easypost.asked[0][2]["shipment"]
    assert (wanted["is_return"], wanted["reference"]) == (True, made.shipment_code)
    assert (wanted["to_address"]["street1"], wanted["from_address"]["street1"]) == ("1 Main St", "5 Dock Rd")
    assert wanted["parcel"] == {"weight": 6.3}


def test_programs_read_the_label_of_a_return(app: Flask, shop: Known) -> None:
    _, key = keys.create(shop.id, "secret")
    shown = api_client(app, key).get(f"/v1/returns/{asked_back(shop, 'qr_code').code}").json
    assert shown["label"] | {"status": "bought", "carrier": "USPS", "error": None} == shown["label"]
    assert shown["label"]["qr_code_url"] == "https://labels.test/shp_1-qr.png"
    followed = api_client(app, key).get(f"/v1/shipments/{shown['label']['shipment']}").json
    assert followed["eta"] is None
    assert (followed["direction"], followed["tracking_number"]) == (
        "inbound",
        shown["label"]["tracking_number"],
    )


def test_its_parcel_is_followed_as_a_shipment_on_its_way_back(shop: Known, easypost: StandIn) -> None:
    asked_back(shop)
    shipment = shipments.get(shop.id, label(shop).shipment_code)
    assert (shipment.direction, shipment.tracker_id) == ("inbound", "trk_1")
    assert [(line.line_id, line.quantity) for line in shipment.lines] == [("L1", 1)]
    assert not any("/trackers" in path for _, path, _ in easypost.asked)


def test_the_first_scan_sets_the_return_in_transit_and_only_staff_receive_it(shop: Known) -> None:
    made = asked_back(shop)
    scan(shop, Status.PRE_TRANSIT)
    assert found.get(shop.id, made.code).status == "approved"
    scan(shop, Status.IN_TRANSIT)
    assert found.get(shop.id, made.code).status == "in_transit"
    scan(shop, Status.DELIVERED)
    assert found.get(shop.id, made.code).status == "in_transit"
    assert steps.receive(shop.id, made.code, None).status == "received"


@pytest.mark.parametrize("lost", ["make", "buy", "forms"])
def test_an_answer_lost_on_the_wire_costs_no_second_label(shop: Known, easypost: StandIn, lost: str) -> None:
    easypost.drops = [lost]
    asked_back(shop, "qr_code")
    assert label(shop).status == "ordered"
    again()
    made = label(shop)
    assert (made.status, made.qr_code_url) == ("bought", "https://labels.test/shp_1-qr.png")
    assert (easypost.bought, len(easypost.shipments)) == (1, 1)


def test_a_job_that_runs_twice_buys_once(shop: Known, easypost: StandIn) -> None:
    asked_back(shop)
    for row in db.session.scalars(select(EventWork).where(EventWork.merchant_id == shop.id)).all():
        row.state = "open"
    db.session.commit()
    again()
    assert (label(shop).status, easypost.bought) == ("bought", 1)


def test_a_label_that_another_run_bought_meanwhile_is_kept(shop: Known, easypost: StandIn) -> None:
    easypost.drops = ["buy"]
    asked_back(shop)
    sold = easypost.shipments["shp_1"]
    late, sold["postage_label"] = sold["postage_label"], None
    buy = easypost.buy

    def meanwhile(shipment: dict[str, Any], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        shipment["postage_label"] = late
        return buy(shipment, body)

    easypost.buy = meanwhile  # type: ignore[method-assign]
    again()
    assert (label(shop).status, easypost.bought) == ("bought", 1)


def test_a_carrier_without_codes_leaves_the_label_to_print(shop: Known, easypost: StandIn) -> None:
    easypost.knows_codes = False
    asked_back(shop, "qr_code")
    assert (label(shop).status, label(shop).qr_code_url) == ("bought", None)


@pytest.mark.parametrize("answer", [(429, b"{}"), (503, b"<html>"), (200, b"")])
def test_what_may_work_later_is_tried_later(
    shop: Known, easypost: StandIn, answer: tuple[int, bytes]
) -> None:
    easypost.bad_days = [answer]
    asked_back(shop)
    assert label(shop).status == "ordered"
    again()
    assert label(shop).status == "bought"


def test_what_easypost_refuses_is_left_to_the_shoppers_own_carrier(shop: Known, easypost: StandIn) -> None:
    easypost.bad_days = [(422, b'{"error": {"message": "Unable to verify address."}}')]
    made = asked_back(shop)
    assert (label(shop).status, made.status) == ("unavailable", "approved")
    assert label(shop).error == "EasyPost answered 422: Unable to verify address."


def test_no_rate_is_no_label_for_the_reason_the_carriers_give(shop: Known, easypost: StandIn) -> None:
    easypost.rates = []
    asked_back(shop)
    assert label(shop).error == "no carrier has a rate: No such street"


@pytest.mark.parametrize(
    ("locations", "order", "error"),
    [
        ([], {}, "no location has an address"),
        ([HERE | {"postcode": None}], {}, "the location's address has no postcode"),
        ([HERE], {"ship_to": HOME | {"line1": None}}, "the shopper's address has no line1"),
        (
            [HERE],
            {"ship_to": HOME | {"country": "CA"}},
            "from CA to US: customs papers can't be written: line L1 has no origin_country",
        ),
    ],
)
def test_what_no_label_can_be_made_of_is_not_asked_for(
    app: Flask, easypost: StandIn, locations: list[dict[str, Any]], order: dict[str, Any], error: str
) -> None:
    shop = opened(app, easypost.address, locations=locations, **order)
    asked_back(shop)
    assert (label(shop).status, label(shop).error, easypost.asked) == ("unavailable", error, [])


def test_other_ways_back_need_no_label(shop: Known, easypost: StandIn) -> None:
    assert asked_back(shop, "own_carrier").label is None
    assert easypost.asked == []


def test_without_a_key_nothing_happens(app: Flask, easypost: StandIn) -> None:
    merchant = make_merchant(locations=[HERE])
    deliver(merchant, ship_to=HOME)
    assert asked_back(open_shop(merchant)).label is None


def test_the_label_of_a_cancelled_return_is_given_back_once(shop: Known, easypost: StandIn) -> None:
    steps.cancel(shop.id, asked_back(shop).code)
    easypost.drops = ["refund"]
    work_off()
    assert label(shop).status == "bought"
    again()
    assert (label(shop).status, easypost.refunded) == ("voided", 1)
    assert shipments.get(shop.id, label(shop).shipment_code).status == "cancelled"


def test_the_label_of_an_expired_return_is_given_back(shop: Known, easypost: StandIn) -> None:
    made = asked_back(shop)
    with at(now() + timedelta(days=30)):
        expiry.expire_returns()
    work_off()
    assert (found.get(shop.id, made.code).status, easypost.refunded) == ("expired", 1)


def test_a_return_cancelled_before_its_label_was_bought_gets_none(shop: Known, easypost: StandIn) -> None:
    easypost.drops = ["make"]
    steps.cancel(shop.id, asked_back(shop).code)
    again()
    assert (label(shop).status, easypost.bought) == ("unavailable", 0)


def test_a_return_cancelled_while_its_label_was_bought_gives_it_back(shop: Known, easypost: StandIn) -> None:
    easypost.drops = ["buy"]
    steps.cancel(shop.id, asked_back(shop).code)
    again()
    assert (label(shop).status, easypost.bought, easypost.refunded) == ("voided", 1, 1)


def test_a_label_that_is_not_taken_back_stays_bought_for_staff_to_see(shop: Known, easypost: StandIn) -> None:
    steps.cancel(shop.id, asked_back(shop).code)
    easypost.bad_days = [(422, b'{"error": {"message": "The label was used."}}')]
    work_off()
    assert label(shop).status == "bought"
    assert label(shop).error == "it could not be given back: EasyPost answered 422: The label was used."


def test_the_shoppers_page_says_nothing_of_when_a_parcel_comes_back(app: Flask, shop: Known) -> None:
    made = asked_back(shop)
    page = load.tracking_page(app.extensions["statements"], shop, made.order_id, now())
    (back,) = [one for one in page.parcels if one.returning]
    assert (back.tracking_number, back.estimate) == ("9400000000000000000001", None)


def test_the_page_of_a_return_links_to_its_label_and_its_code(app: Flask, shop: Known) -> None:
    page = app.test_client().get(f"/r/{asked_back(shop, 'qr_code').page_token}").text
    assert "https://labels.test/shp_1-qr.png" in page and "https://labels.test/shp_1.png" in page
    assert "You show it on your phone." in page


def test_without_a_label_the_page_asks_for_a_carrier_of_ones_own(
    app: Flask, shop: Known, easypost: StandIn
) -> None:
    easypost.rates = []
    page = app.test_client().get(f"/r/{asked_back(shop).page_token}").text
    assert "with a carrier of your choice" in page


def test_a_refused_label_is_tried_for_again_under_another_reference(shop: Known, easypost: StandIn) -> None:
    easypost.rates = []
    made = asked_back(shop)
    easypost.rates = RATES
    labels.try_again(shop.id, made.code)
    work_off()
    assert (label(shop).status, label(shop).error, easypost.bought) == ("bought", None, 1)
    references = [one["reference"] for one in easypost.shipments.values()]
    assert len(set(references)) == 2 and references[1] == label(shop).shipment_code


def test_of_two_jobs_that_try_again_one_buys(shop: Known, easypost: StandIn) -> None:
    easypost.rates = []
    made = asked_back(shop)
    easypost.rates, easypost.drops = RATES, ["make", "make"]
    labels.try_again(shop.id, made.code)
    labels.try_again(shop.id, made.code)
    work_off()
    again()
    assert (label(shop).status, easypost.bought) == ("bought", 1)


def test_what_was_refused_may_be_tried_again_from_the_list_of_failed_work(
    shop: Known, easypost: StandIn
) -> None:
    easypost.bad_days = [(422, b'{"error": {"message": "Unable to verify address."}}')]
    asked_back(shop)
    failed_work.try_again(shop.id, "buy-return-label")
    again()
    assert label(shop).status == "bought"


def test_only_a_refused_label_is_tried_again(shop: Known) -> None:
    made = asked_back(shop)
    with pytest.raises(NoSecondLabel):
        labels.try_again(shop.id, made.code)


def test_across_a_border_the_label_has_its_papers(app: Flask, easypost: StandIn) -> None:
    tee = make_line(weight_g=180, tax=100, origin_country="PT", hs_code="6109.10")
    shop = opened(app, easypost.address, lines=[tee], ship_to=HOME | {"country": "CA", "region": "BC"})
    asked_back(shop)
    papers = easypost.asked[0][2]["shipment"]["customs_info"]
    assert papers["customs_items"] == [
        {
            "description": "Tee",
            "quantity": 1,
            "value": 25.0,
            "weight": 6.3,
            "origin_country": "PT",
            "currency": "USD",
            "hs_tariff_number": "6109.10",
            "code": "TEE-M",
        }
    ]
    assert (papers["contents_type"], papers["customs_signer"]) == ("returned_goods", "Ada L")
    assert label(shop).status == "bought"


def test_only_what_goes_by_post_is_in_the_labels_parcel(shop: Known) -> None:
    request(shop, ask(method="label"), ask(method="own_carrier"))
    work_off()
    shipment = shipments.get(shop.id, label(shop).shipment_code)
    assert [(line.line_id, line.quantity) for line in shipment.lines] == [("L1", 1)]
