"""EasyPost's door: what is signed is stored before the 200 and counts once; all else leaves no trace."""

import hashlib
import hmac
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from commerce import outbox, work
from commerce.database import db
from commerce.models import Event, Integration, Merchant, Order
from tests.builders import make_merchant, make_order
from tracking import shipments
from tracking.models import ForeignMessage, ScanRow

SECRET = "a wébhook secret"
NUMBER = "9400110200881234567894"


def event(event_id: str = "evt_1", status: str = "in_transit", **tracker: Any) -> dict[str, Any]:
    detail = {
        "object": "TrackingDetail",
        "message": "Arrived",
        "status": status,
        "datetime": "2026-11-20T10:00:00Z",
    }
    result = {
        "object": "Tracker",
        "id": "trk_1",
        "tracking_code": NUMBER,
        "status": status,
        "carrier": "USPS",
    }
    result |= {"updated_at": "2026-11-20T10:05:00Z", "tracking_details": [detail]} | tracker
    return {"object": "Event", "id": event_id, "description": "tracker.updated", "result": result}


def sign(body: bytes, secret: str = SECRET) -> str:
    import unicodedata

    key = unicodedata.normalize("NFKD", secret).encode()
    return "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    set_secret(app, merchant, SECRET)
    return merchant


def set_secret(app: Flask, merchant: Merchant, secret: str) -> None:
    sealed = app.extensions["vault"].seal({"webhook_secret": secret})
    row = Integration(merchant_id=merchant.id, provider="easypost", settings={}, secrets=sealed)
    db.session.merge(row)
    db.session.commit()


def post(client: FlaskClient, body: bytes, signature: str | None = None, slug: str = "acme") -> TestResponse:
    return client.post(
        f"/webhooks/{slug}/easypost", data=body, headers={"X-Hmac-Signature": signature or sign(body)}
    )


def work_off() -> None:
    for subscriber, merchant_id, event_id in outbox.relay():
        if subscriber.name == "read-message":
            work.do(subscriber.name, merchant_id, event_id)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(model.merchant_id > 0)) or 0


def ship(merchant: Merchant) -> tuple[Order, shipments.Shipment]:
    order = make_order(merchant)
    return order, shipments.create(merchant.id, order, {"tracking_number": NUMBER, "carrier": "USPS"})[0]


def test_a_signed_event_moves_the_shipment(client: FlaskClient, merchant: Merchant) -> None:
    _, shipment = ship(merchant)
    assert post(client, orjson.dumps(event())).status_code == 200
    work_off()
    db.session.refresh(shipment)
    assert (shipment.status, shipment.tracker_id) == ("in_transit", "trk_1")
    stored = select(ForeignMessage.parcel).where(ForeignMessage.merchant_id == merchant.id)
    assert db.session.scalars(stored).all() == [shipment.parcel]


def test_a_known_event_is_answered_alike_and_stored_once(client: FlaskClient, merchant: Merchant) -> None:
    answers = [post(client, orjson.dumps(event())).status_code for _ in range(3)]
    assert (answers, count(ForeignMessage)) == ([200, 200, 200], 1)


def test_an_event_that_comes_before_its_shipment_counts_when_it_is_made(
    client: FlaskClient, merchant: Merchant
) -> None:
    post(client, orjson.dumps(event(status="delivered")))
    work_off()
    assert ship(merchant)[1].status == "delivered"


def test_events_of_one_parcel_that_are_read_together_are_each_news(
    client: FlaskClient, merchant: Merchant
) -> None:
    ship(merchant)
    post(client, orjson.dumps(event("evt_1", "in_transit")))
    post(client, orjson.dumps(event("evt_2", "delivered", id="trk_2")))
    post(client, orjson.dumps(event("evt_3", "in_transit", tracking_code="9400110200881234560000")))
    named = [(subscriber.name, owner, event_id) for subscriber, owner, event_id in outbox.relay()]
    work.do_all([name for name in named if name[0] == "read-message"])
    told = db.session.scalars(select(Event).where(Event.merchant_id == merchant.id).order_by(Event.id))
    moves = [(e.data["was"], e.data["status"]) for e in told if e.kind == "shipment.updated"]
    assert moves == [("unknown", "in_transit"), ("in_transit", "delivered")]
    outcomes = db.session.scalars(
        select(ForeignMessage.outcome)
        .where(ForeignMessage.merchant_id == merchant.id)
        .order_by(ForeignMessage.id)
    ).all()
    assert outcomes == ["1 scans for 1 shipments", "1 scans for 1 shipments", "waits for its shipment"]


def test_a_wrong_signature_is_refused_and_leaves_no_trace(client: FlaskClient, merchant: Merchant) -> None:
    body = orjson.dumps(event())
    assert post(client, body, sign(body, "another secret")).status_code == 401
    assert post(client, body, "hmac-sha256-hex=é").status_code == 401
    assert client.post("/webhooks/acme/easypost", data=body).status_code == 401
    assert count(ForeignMessage) == 0
    assert post(client, body).status_code == 200
    assert count(ForeignMessage) == 1


@pytest.mark.parametrize("slug", ["nobody", "acme2", "a\0b", "../etc"])
def test_a_merchant_without_a_secret_has_no_door(client: FlaskClient, app: Flask, slug: str) -> None:
    make_merchant("acme2")
    assert post(client, b"{}", slug=slug).status_code == 404


def test_a_secret_changed_a_moment_ago_counts_at_once(
    client: FlaskClient, app: Flask, merchant: Merchant
) -> None:
    assert post(client, b"{}").status_code == 200
    set_secret(app, merchant, "the new one")
    assert post(client, b"[]", sign(b"[]", "the new one")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"id": "evt_9"}',
        orjson.dumps(event() | {"result": {"object": "Batch", "id": "batch_1"}}),
        orjson.dumps(event() | {"result": "?"}),
        orjson.dumps(event(tracking_code=None)),
    ],
)
def test_a_signed_body_that_means_nothing_is_kept_and_changes_nothing(
    client: FlaskClient, merchant: Merchant, body: bytes
) -> None:
    assert post(client, body).status_code == 200
    work_off()
    stored = db.session.scalars(select(ForeignMessage).where(ForeignMessage.merchant_id == merchant.id)).one()
    assert (stored.body, bool(stored.outcome)) == (body, True)
    assert count(ScanRow) == 0


def test_a_body_of_more_than_one_mebibyte_is_too_large(client: FlaskClient, merchant: Merchant) -> None:
    assert post(client, b" " * (1024 * 1024 + 1)).status_code == 413
    assert post(client, b" " * (1024 * 1024)).status_code == 200


def test_work_done_twice_counts_once(client: FlaskClient, merchant: Merchant) -> None:
    order, _ = ship(merchant)
    post(client, orjson.dumps(event()))
    post(client, orjson.dumps(event("evt_2")))
    work_off()
    db.session.refresh(order)
    version = order.page_version
    for merchant_id, event_id in db.session.execute(
        select(Event.merchant_id, Event.id).where(Event.merchant_id == merchant.id)
    ).all():
        assert work.do("read-message", merchant_id, event_id) is False
    db.session.refresh(order)
    assert (order.page_version, count(ScanRow)) == (version, 1)
