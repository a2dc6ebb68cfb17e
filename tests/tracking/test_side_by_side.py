"""Scans and shipments that come at the same moment: nobody is refused, nothing is told twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from commerce import orders
from commerce.database import db, transaction
from commerce.models import Merchant
from tests.builders import make_order
from tracking import intake, parcels, sandbox, shipments
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.shipments import ShipmentElsewhere
from tracking.statuses import Status

NUMBER = "SIM-1"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
ROUNDS = 12


def side_by_side(app: Flask, *steps: Callable[[int], object]) -> list[object]:
    """What each step returned or raised in each round, all steps running at the same time."""

    def rounds(step: Callable[[int], object]) -> list[object]:
        told: list[object] = []
        for turn in range(ROUNDS):
            with app.app_context():
                try:
                    told.append(step(turn))
                except Exception as exc:
                    told.append(exc)
        return told

    with ThreadPoolExecutor(len(steps)) as pool:
        return [one for told in pool.map(rounds, steps) for one in told]


def scan(merchant_id: int, number: str, turn: int) -> None:
    at = START + timedelta(minutes=turn)
    news = Scan(at, Status.IN_TRANSIT, None, f"{number} {turn}", None, "test")
    intake.take(merchant_id, parcels.number_key(number), [news])


def ship(merchant_id: int, order_number: str, **fields: object) -> bool:
    order = orders.get(merchant_id, order_number)
    return shipments.create(merchant_id, order, {"lines": []} | fields)[1]


def test_scans_and_corrections_of_one_parcel_never_block_each_other(app: Flask, merchant: Merchant) -> None:
    make_order(merchant)
    owner = merchant.id

    def correct(turn: int) -> None:
        ship(owner, "1001", id="S1", tracking_number=NUMBER, service=f"{turn}", carrier=sandbox.CARRIER)

    correct(-1)
    told = side_by_side(
        app,
        correct,
        lambda turn: scan(owner, NUMBER, turn),
        lambda turn: ship(owner, "1001", id="S2", tracking_number=f"OTHER{turn}"),
        lambda _: sandbox.move_on(owner, "S1"),
    )
    assert [one for one in told if isinstance(one, Exception)] == []


def test_parcels_shared_by_orders_never_block_each_other(app: Flask, merchant: Merchant) -> None:
    owner = merchant.id
    for number in ("1001", "1002"):
        make_order(merchant, number)
    for shipment, number, order in (
        ("A", "P", "1001"),
        ("B", "Q", "1002"),
        ("C", "P", "1002"),
        ("D", "Q", "1001"),
    ):
        ship(owner, order, id=shipment, tracking_number=number)
    told = side_by_side(app, lambda turn: scan(owner, "P", turn), lambda turn: scan(owner, "Q", turn))
    assert told == [None] * 2 * ROUNDS


def test_one_id_asked_for_two_orders_goes_to_one(app: Flask, merchant: Merchant) -> None:
    owner = merchant.id
    for number in ("1001", "1002"):
        make_order(merchant, number)
    told = side_by_side(
        app,
        lambda turn: ship(owner, "1001", id=f"S{turn}"),
        lambda turn: ship(owner, "1002", id=f"S{turn}"),
    )
    assert told.count(True) == ROUNDS
    assert sum(isinstance(one, ShipmentElsewhere) for one in told) == ROUNDS


def test_a_life_played_twice_at_once_is_told_once(app: Flask, merchant: Merchant) -> None:
    make_order(merchant)
    owner = merchant.id
    ship(owner, "1001", id="S1", tracking_number=NUMBER, carrier=sandbox.CARRIER)

    def play(_: int) -> None:
        with transaction():
            sandbox.advance(shipments.get(owner, "S1"))

    side_by_side(app, play, play)
    events = shipments.events(shipments.get(owner, "S1"))
    assert len(events) == len({(event.status, event.message, event.place) for event in events})
    assert (
        db.session.scalars(select(Shipment.status).where(Shipment.merchant_id == owner)).one() == "delivered"
    )
