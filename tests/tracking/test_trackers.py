"""Trackers: made once for a number, asked when silent, and never lost to a bad answer."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from commerce import clock, orders, outbox, work
from commerce.clock import now
from commerce.database import db
from commerce.models import EventWork, Integration, Merchant
from commerce.outbox import Happened
from tests.builders import make_order
from tests.tracking.providers.easypost.making import a_detail, a_tracker
from tests.tracking.providers.easypost.stand_in import StandIn
from tracking import shipments, trackers
from tracking.models import ForeignMessage, Shipment
from tracking.polling import QUIET
from tracking.providers.easypost import EasyPostClient
from tracking.providers.fields import Json

TRACKER = a_tracker("in_transit", a_detail("in_transit", now().strftime("%Y-%m-%dT%H:%M:%SZ")))
BODY = json.dumps(TRACKER).encode()


def connect(app: Flask, merchant: Merchant, address: str) -> None:
    sealed = app.extensions["vault"].seal({"api_key": "made-up"})
    db.session.add(
        Integration(
            merchant_id=merchant.id, provider="easypost", settings={"api_base": address}, secrets=sealed
        )
    )
    db.session.commit()


def ship(merchant: Merchant, **fields: object) -> Shipment:
    order = make_order(merchant)
    number = str(TRACKER["tracking_code"])
    return shipments.create(merchant.id, order, {"tracking_number": number, "carrier": "UPS"} | fields)[0]


def work_off(*names: str) -> None:
    for subscriber, merchant_id, event_id in outbox.relay():
        if subscriber.name in names:
            work.do(subscriber.name, merchant_id, event_id)


def states(merchant: Merchant) -> dict[str, str]:
    rows = db.session.execute(
        select(EventWork.subscriber, EventWork.state).where(EventWork.merchant_id == merchant.id)
    )
    return {row.subscriber: row.state for row in rows}


def test_a_tracker_is_made_and_its_first_answer_counts(app: Flask, merchant: Merchant) -> None:
    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        shipment = ship(merchant)
        work_off("make-tracker")
    db.session.refresh(shipment)
    assert (shipment.tracker_id, shipment.status) == (TRACKER["id"], "in_transit")
    kept = db.session.scalars(select(ForeignMessage).where(ForeignMessage.merchant_id == merchant.id)).one()
    assert json.loads(kept.body) == TRACKER
    assert [path for _, path, _, _ in easypost.asked] == ["/v2/trackers"]


def test_without_a_key_nobody_is_asked(merchant: Merchant) -> None:
    shipment = ship(merchant)
    work_off("make-tracker")
    assert shipment.tracker_id is None
    assert states(merchant)["make-tracker"] == "done"


def test_the_simulated_carrier_is_not_followed_elsewhere(app: Flask, merchant: Merchant) -> None:
    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        ship(merchant, carrier="Simulated")
        work_off("make-tracker")
    assert easypost.asked == []


@pytest.mark.parametrize(("status", "state"), [(500, "open"), (429, "open"), (422, "failed")])
def test_a_refusal_is_asked_again_unless_it_is_final(
    app: Flask, merchant: Merchant, status: int, state: str
) -> None:
    with StandIn(status, b'{"error": {"message": "no"}}') as easypost:
        connect(app, merchant, easypost.address)
        shipment = ship(merchant)
        work_off("make-tracker")
    assert states(merchant)["make-tracker"] == state
    assert shipment.tracker_id is None


def test_a_silent_tracker_is_asked_after_a_while(app: Flask, merchant: Merchant) -> None:
    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        shipment = ship(merchant)
        work_off("make-tracker")
        with clock.at(now() + QUIET / 2):
            trackers.find_silent()
        work_off("poll-tracker")
        assert len(easypost.asked) == 1
        with clock.at(now() + QUIET * 1.1):
            trackers.find_silent()
        work_off("poll-tracker")
    assert easypost.asked[1][:2] == ("GET", f"/v2/trackers/{shipment.tracker_id}")


def test_a_corrected_number_is_followed_in_place_of_the_old_one(app: Flask, merchant: Merchant) -> None:
    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        shipment = ship(merchant, id="S1", tracking_number="WRONG1")
        work_off("make-tracker")
        shipments.create(merchant.id, shipment.order, {"id": "S1", "tracking_number": "RIGHT1"})
        assert (shipment.tracker_id, shipment.poll_at) == (None, None)
        work_off("make-tracker")
    bodies = [body for *_, body in easypost.asked]
    assert [body["tracker"]["tracking_code"] for body in bodies] == ["WRONG1", "RIGHT1"]  # type: ignore[index]


@pytest.mark.parametrize("polled", [False, True])
def test_a_number_that_is_corrected_while_the_old_one_is_asked_about_is_followed(
    app: Flask, merchant: Merchant, monkeypatch: pytest.MonkeyPatch, polled: bool
) -> None:
    ask = EasyPostClient.ask

    def ask_slowly(client: EasyPostClient, *call: Any, **rest: Any) -> Json:
        with app.app_context():
            order = orders.get(merchant.id, number)
            shipments.create(merchant.id, order, {"id": "S1", "tracking_number": "RIGHT1"})
        return ask(client, *call, **rest)

    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        number = ship(merchant, id="S1", tracking_number="WRONG1").order.number
        if polled:
            work_off("make-tracker")
            with clock.at(now() + QUIET * 1.1):
                trackers.find_silent()
        with monkeypatch.context() as slow:
            slow.setattr(EasyPostClient, "ask", ask_slowly)
            work_off("poll-tracker" if polled else "make-tracker")
        work_off("make-tracker")
    *_, (_, _, _, body) = easypost.asked
    assert body and body["tracker"]["tracking_code"] == "RIGHT1"


def test_an_answer_that_came_before_the_process_died_does_not_bar_the_next(
    app: Flask, merchant: Merchant
) -> None:
    with StandIn(200, BODY) as easypost:
        connect(app, merchant, easypost.address)
        shipment = ship(merchant)
        work_off("make-tracker")
        news = Happened(1, merchant.id, "tracker.silent", {"shipment": shipment.code}, now())
        trackers.poll(news)
        trackers.poll(news)
    assert len(easypost.asked) == 3
    assert db.session.scalar(select(func.count()).where(ForeignMessage.merchant_id == merchant.id)) == 2
