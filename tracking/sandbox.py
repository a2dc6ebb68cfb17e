"""The simulated carrier at work: its parcels move by themselves, and any test parcel's life plays in seconds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import current_app
from sqlalchemy import and_, select

from commerce import locks, merchants
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.errors import Conflict
from commerce.models import Order
from commerce.outbox import Happened, subscribe_to_sets
from commerce.schedule import periodic
from tracking import intake
from tracking.models import Shipment
from tracking.providers import simulated
from tracking.providers.simulated import Life
from tracking.scans import Place, Scan
from tracking.statuses import Status

CARRIER = "Simulated"
TRANSIT_DAYS = 4
LONG_AGO = timedelta(days=300)  # scans of today would belong to a later parcel with the same number
TICK = timedelta(seconds=1)
QUICK = "QUICK"  # in a number: its parcel lives PACE times as fast, to be watched
PACE = 720
AT_ONCE, TOGETHER = 200, 25


class NotATestShipment(Conflict):
    code, title = "not_a_test_shipment", "Only shipments of the carrier Simulated can be played here"


def advance(shipment: Shipment, life: Life | None = None, until: Status | None = None) -> None:
    """Play what is left of a shipment's life, a second between scans, to its end or to the first `until`.

    The scans take the same way in as a real carrier's. In production only the simulated carrier's own
    shipments can be played (`NotATestShipment`).
    """
    if current_app.config["SETTINGS"].production and shipment.carrier != CARRIER:
        raise NotATestShipment("give the shipment the carrier Simulated")
    with transaction():
        locks.wait(shipment.merchant_id, shipment.parcel)
        told = intake.stored(shipment.merchant_id, shipment.parcel)
        rest = scans_of(shipment, life or life_of(shipment))[count_of(told) :]
        cut = next((i + 1 for i, scan in enumerate(rest) if scan.status is until), len(rest))
        intake.take(shipment.merchant_id, shipment.parcel, in_seconds(shipment, rest[:cut]))


def count_of(told: Sequence[Scan]) -> int:
    """How many scans of its life the parcel has had."""
    return sum(scan.source == simulated.SOURCE for scan in told)


def in_seconds(shipment: Shipment, scans: Sequence[Scan]) -> list[Scan]:
    """The same scans a second apart, the last about now and none before what was scanned already."""
    start = now() - len(scans) * TICK
    if shipment.shipped_at and now() - shipment.shipped_at > LONG_AGO:
        start = shipment.shipped_at
    if shipment.last_scan_at:
        start = max(start, shipment.last_scan_at)
    return [replace(scan, at=start + step * TICK) for step, scan in enumerate(scans, 1)]


@subscribe_to_sets("start-simulated-life", ["shipment.created"])
def start(events: Sequence[Happened]) -> None:
    """Let new parcels of the simulated carrier begin to move."""
    made = [event.merchant_id for event in events], [event.data["shipment"] for event in events]
    run(START, (*made, CARRIER, now()))


START = """
WITH made AS (
    SELECT s.merchant_id, s.id FROM shipments s JOIN unnest(%s::int[], %s::text[]) AS new(merchant_id, code)
        USING (merchant_id, code)
    WHERE s.carrier = %s ORDER BY s.order_id, s.id FOR NO KEY UPDATE OF s
)
UPDATE shipments s SET poll_at = %s FROM made WHERE s.merchant_id = made.merchant_id AND s.id = made.id
"""


@periodic("move-simulated-parcels", every=timedelta(seconds=2), queue="events")
def move() -> int:
    """Let the simulated carrier scan what has happened by now; returns how many parcels it looked at."""
    with transaction() as session:
        due = session.execute(
            select(Shipment.merchant_id, Shipment.code)
            .where(Shipment.poll_at <= now(), Shipment.carrier == CARRIER)
            .limit(AT_ONCE)
            .execution_options(across_merchants=True)
        ).all()
    for merchant_id, group in groupby(sorted(due), key=itemgetter(0)):
        codes = [code for _, code in group]
        for first in range(0, len(codes), TOGETHER):
            move_on(merchant_id, *codes[first : first + TOGETHER])
    return len(due)


def move_on(merchant_id: int, *codes: str) -> None:
    """Let some parcels have their scans, together in one transaction."""
    with transaction() as session:
        moving = session.execute(
            select(Shipment, Order)
            .join(Order, and_(Order.merchant_id == Shipment.merchant_id, Order.id == Shipment.order_id))
            .where(Shipment.merchant_id == merchant_id, Shipment.code.in_(codes))
        ).all()
        lives = [(shipment, play(shipment, order, life_of(shipment))) for shipment, order in moving]
        intake.take_all(
            merchant_id,
            [intake.Report(shipment.parcel, simulated.due(life, now())) for shipment, life in lives],
        )
        for shipment, life in lives:
            shipment.poll_at = min((scan.at for scan in life if scan.at and scan.at > now()), default=None)


def life_of(shipment: Shipment) -> Life:
    """The life that the number names, as `SIM-LATE-1` does; on time where it names none."""
    number = (shipment.tracking_number or "").upper().replace("_", "-")
    return next((life for life in Life if life.value.upper().replace("_", "-") in number), Life.ON_TIME)


def scans_of(shipment: Shipment, life: Life) -> tuple[Scan, ...]:
    """The whole life of a shipment, always the same for the same shipment."""
    order = db.session.scalars(
        select(Order).where(Order.merchant_id == shipment.merchant_id, Order.id == shipment.order_id)
    ).one()
    return play(shipment, order, life)


def play(shipment: Shipment, order: Order, life: Life) -> tuple[Scan, ...]:
    """The same, its order at hand."""
    merchant = merchants.known_by_id(shipment.merchant_id)
    locations = {place["code"]: place for place in merchant.config["locations"]} if merchant else {}
    scans = simulated.play(
        life,
        number=shipment.tracking_number or shipment.code,
        origin=place_of(locations.get(shipment.location or "", {})),
        destination=place_of(order.ship_to),
        shipped_at=begun(shipment),
        transit_days=TRANSIT_DAYS,
        seed=shipment.merchant_id,
    )
    quick = QUICK in (shipment.tracking_number or "").upper()
    return tuple(quickened(scan, begun(shipment)) for scan in scans) if quick else scans


def quickened(scan: Scan, start: datetime) -> Scan:
    """The scan as it falls in a life that takes minutes instead of days."""
    return replace(scan, at=start + (scan.at - start) / PACE) if scan.at and scan.at > start else scan


def begun(shipment: Shipment) -> datetime:
    return shipment.shipped_at or shipment.created_at


def place_of(address: dict[str, Any]) -> Place:
    return Place(*map(address.get, ("city", "region", "country", "postcode")))
