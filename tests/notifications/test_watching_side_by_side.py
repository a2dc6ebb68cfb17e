"""Scans, corrections and looks that come at the same moment: nobody is refused, nothing is told twice."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from commerce import merchants, orders
from commerce.database import run, transaction
from commerce.models import Merchant
from notifications import order_watch, watching
from tests.builders import make_order
from tests.notifications.watched import events, shop
from tests.tracking.test_side_by_side import side_by_side
from tracking import intake, parcels, shipments
from tracking.scans import Scan
from tracking.statuses import Status

LONG_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=12)
NUMBERS = ("T1", "T2")


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return shop()


def ship(owner: int, number: str, **fields: object) -> int:
    order = orders.get(owner, "1001")
    return shipments.create(owner, order, {"id": number, "tracking_number": number, "lines": []} | fields)[
        0
    ].id


def test_looks_and_scans_and_corrections_never_block_each_other(app: Flask, merchant: Merchant) -> None:
    owner = merchant.id
    make_order(merchant)
    ids = [ship(owner, number, shipped_at=LONG_AGO, promised_on=LONG_AGO.date()) for number in NUMBERS]

    def scan(turn: int) -> None:
        news = Scan(LONG_AGO + timedelta(hours=turn), Status.IN_TRANSIT, None, f"{turn}", None, "test")
        intake.take(owner, parcels.number_key(NUMBERS[turn % 2]), [news])

    def batch(_: int) -> None:
        if known := merchants.known_by_id(owner):
            watching.look(known, ids)
            order_watch.look(known, [orders.get(owner, "1001").id])

    told = side_by_side(
        app,
        scan,
        lambda turn: ship(owner, NUMBERS[turn % 2], service=f"{turn}"),
        lambda turn: watching.look_at(owner, NUMBERS[turn % 2]),
        lambda turn: watching.look_at(owner, NUMBERS[(turn + 1) % 2]),
        batch,
    )
    assert [one for one in told if isinstance(one, Exception)] == []
    with transaction():
        open_now = run("SELECT shipment_id, kind FROM incidents WHERE cleared_at IS NULL ORDER BY 1, 2")
    assert {row for row, _ in open_now} == set(ids)
    assert len(set(open_now)) == len(open_now)


def test_many_who_find_a_delay_at_once_tell_it_once(app: Flask, merchant: Merchant) -> None:
    owner = merchant.id
    make_order(merchant)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    ship(owner, "T1", shipped_at=LONG_AGO, promised_on=yesterday)
    scan = Scan(datetime.now(UTC), Status.IN_TRANSIT, "damaged", "", None, "test")
    intake.take(owner, parcels.number_key("T1"), [scan])
    side_by_side(app, *[lambda _: watching.look_at(owner, "T1")] * 4)
    told = [data["incident"] for _, data in events("delay.opened")]
    assert len(set(told)) == len(told)
    assert [name for name in told if name.startswith("exception:")] != []
