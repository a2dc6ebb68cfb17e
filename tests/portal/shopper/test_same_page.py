"""The page depends on the set of scans alone: never on their order, their repetition, or in which parts they came."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from commerce import merchants
from commerce.database import db, transaction
from commerce.models import Order
from portal.shopper import load
from portal.shopper.render import render_tracking
from tests.builders import make_merchant, make_order
from tracking import intake, parcels, shipments
from tracking.models import ScanRow
from tracking.scans import Place, Scan
from tracking.statuses import Status, StatusDetail

NUMBER = "1Z999AA10123456784"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

scans = st.builds(
    Scan,
    at=st.none() | st.integers(-40, 400).map(lambda hours: NOW - timedelta(hours=hours)),
    status=st.sampled_from(Status),
    status_detail=st.none() | st.sampled_from([detail.value for detail in StatusDetail]),
    message=st.sampled_from(["Arrived", "Departed", "Left at door", ""]),
    place=st.none() | st.builds(Place, st.sampled_from(["Newark", "Oslo", None])),
    source=st.sampled_from(["easypost", "api"]),
)


@pytest.fixture
def order(app: Flask) -> Order:
    order = make_order(make_merchant(), placed_at=NOW - timedelta(days=20))
    shipments.create(order.merchant_id, order, {"id": "S1", "tracking_number": NUMBER, "carrier": "UPS"})
    return order


def page_after(app: Flask, order: Order, parts: list[list[Scan]]) -> bytes:
    """The page once these parts have been told, one after the other, to a parcel without a past."""
    with transaction() as session:
        session.execute(delete(ScanRow).where(ScanRow.merchant_id == order.merchant_id))
    for part in parts:
        intake.take(order.merchant_id, parcels.number_key(NUMBER), part)
    merchant = merchants.fresh_by_id(order.merchant_id)
    assert merchant is not None
    shown = load.tracking_page(app.extensions["statements"], merchant, order.id, NOW)
    return render_tracking(shown, "en").html


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(scans, max_size=7), data=st.data())
def test_any_order_and_repetition_of_the_scans_gives_the_same_page(
    app: Flask, order: Order, told: list[Scan], data: st.DataObject
) -> None:
    again = data.draw(
        st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=4)) if told else [])
    )
    cut = data.draw(st.integers(0, len(again)))
    db.session.refresh(order)
    assert page_after(app, order, [told]) == page_after(app, order, [again[:cut], again[cut:]])
