"""A month in the life of a shop, on a clock that travels: every notice it sends is looked at afterwards.

Parcels of the simulated carrier move, the watch looks, notices are decided and sent by the product's own steps.
"""

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import psycopg
from flask import Flask

from benchmarks import merchant, rounds
from benchmarks.notices import sink
from benchmarks.stage import free_port, staged
from commerce import clock, merchants, orders, outbox, settings, work
from commerce.database import db, run, transaction
from commerce.schemas import OrderSchema
from eta_model.zones import zone_of
from notifications import sending, watch_jobs
from notifications.rules import rules_of
from notifications.telling import UNDER_WAY
from tracking import sandbox, shipments

PARCELS = int(os.environ.get("BENCH_MONTH", "500"))
START = datetime(2026, 10, 12, tzinfo=UTC)  # so that the clocks of Europe and America are changed in it
DAYS, SHIPPING_DAYS = 31, 22
LIVES = ("ON-TIME",) * 13 + (
    "LATE",
    "LATE",
    "STALLED",
    "STALLED",
    "ATTEMPTED",
    "PICKED-UP",
    "LOST",
    "RETURNED",
)
PLACES = (("US", "94103"), ("US", "10001"), ("JP", "100-0001"), ("DE", "10115"), ("KR", "04524"))
HOUR = timedelta(hours=1)
NO_WAITS = "ALTER DATABASE waypost SET synchronous_commit = off"  # nothing is killed in this month


@dataclass(frozen=True)
class Found:
    """What went wrong in a month, and how many notices were sent in it."""

    sent: int
    kinds: int
    after_delivery: int
    twice: int
    in_quiet_hours: int


def measure() -> list[rounds.Result]:
    """A month of `BENCH_MONTH` parcels."""
    with staged() as stage:
        port, merchant_id = free_port(), merchant.make(stage)
        with psycopg.connect(stage.database_url, autocommit=True) as connection:
            connection.execute(NO_WAITS)
        config = settings.from_environ(stage.environ | {"SMTP_URL": f"smtp://127.0.0.1:{port}"})
        from portal.app import create_app

        app = create_app(config)
        with sink(stage, port), app.app_context():
            found = live(app, merchant_id, PARCELS)
            db.session.remove()
            db.engine.dispose()
        app.extensions["statements"].close()
        came = int((stage.folder / "mails.txt").read_text())
    detail = {"parcels": PARCELS, "notices": found.sent, "kinds": found.kinds, "mails": came}
    wrong = (
        ("after delivery", found.after_delivery),
        ("twice", found.twice + abs(came - found.sent)),
        ("in quiet hours", found.in_quiet_hours),
    )
    return [rounds.at_most(f"a month's notices {name}", count, 0, detail) for name, count in wrong]


def live(app: Flask, merchant_id: int, parcels: int, step: timedelta = HOUR) -> Found:
    """Let the month pass in steps, and look at what was sent."""
    waiting = deque(departures(parcels))
    moment = START
    while moment <= START + timedelta(days=DAYS):
        with clock.at(moment), app.app_context():
            with transaction():
                while waiting and waiting[0][0] <= moment:
                    place(merchant_id, *waiting.popleft())
            follow()
            while sandbox.move():
                follow()
            watch_jobs.watch_parcels()
            follow()
            while sending.send_batch():
                pass
        moment += step
    return look_at(merchant_id)


def departures(parcels: int) -> Iterator[tuple[datetime, int, str, tuple[str, str]]]:
    """When each parcel leaves, its number, its life and where it goes; in the order of leaving."""
    apart = timedelta(days=SHIPPING_DAYS) / parcels
    lives, places = cycle(LIVES), cycle(PLACES)
    for number in range(parcels):
        yield START + number * apart, number, next(lives), next(places)


def place(merchant_id: int, at: datetime, number: int, life: str, to: tuple[str, str]) -> None:
    """An order; every tenth has two parcels, which leave together."""
    lines = [
        {"id": f"L{place}", "title": "Linen shirt", "quantity": 1, "unit_price": 2500}
        for place in range(1 + (number % 10 == 0))
    ]
    body = {
        "placed_at": (at - timedelta(days=1)).isoformat(),
        "currency": "USD",
        "locale": ("en", "ja", "ko")[number % 3],
        "customer": {"email": f"c{number}@example.com", "name": "Ada L"},
        "ship_to": {"city": "Town", "country": to[0], "postcode": to[1]},
        "lines": lines,
    }
    order, _ = orders.put(merchant_id, f"M{number}", OrderSchema().load(body))
    for line in lines:
        fields = {
            "id": f"{order.number}-{line['id']}",
            "carrier": sandbox.CARRIER,
            "tracking_number": f"SIM-{life}-{number}-{line['id']}",
            "location": "NJ1",
            "shipped_at": at,
            "promised_on": (at + timedelta(days=5)).date(),
            "lines": [{"id": line["id"], "quantity": 1}],
        }
        shipments.create(merchant_id, order, fields)


def follow() -> None:
    """Do all that follows from what happened."""
    while due := outbox.relay():
        inside = [(s.name, merchant_id, event_id) for s, merchant_id, event_id in due if not s.foreign]
        work.do_all(inside)


def look_at(merchant_id: int) -> Found:
    """Everything that was sent, held against what nobody wants."""
    shop = merchants.fresh_by_id(merchant_id)
    quiet = rules_of(shop).quiet_hours if shop else None
    rows = run(SENT, (merchant_id,))
    told = [row[:4] for row in rows]
    late = run(TOO_LATE, (merchant_id, list(UNDER_WAY)))
    disturbed = 0
    for *_, at, country, postcode in rows:
        local = at.astimezone(ZoneInfo(zone_of(country, postcode))).time()
        disturbed += bool(quiet) and (local >= quiet.starts or local < quiet.ends)
    return Found(
        len(rows), len({kind for kind, *_ in told}), len(late), len(told) - len(set(told)), disturbed
    )


SENT = """
SELECT n.kind, coalesce(s.code, o.number), n.incident, n.channel, n.sent_at,
    o.ship_to->>'country', o.ship_to->>'postcode'
FROM notices n JOIN orders o ON o.merchant_id = n.merchant_id AND o.id = n.order_id
LEFT JOIN shipments s ON s.merchant_id = n.merchant_id AND s.id = n.shipment_id
WHERE n.merchant_id = %s AND n.sent_at IS NOT NULL
"""

# A notice of several parcels names those that its message told of: one may have come while it waited.
TOO_LATE = """
SELECT n.code, s.code FROM notices n
JOIN shipments s ON s.merchant_id = n.merchant_id AND s.order_id = n.order_id AND CASE
    WHEN n.told ? 'parcels' THEN n.told->'parcels' ? s.code ELSE s.id = n.shipment_id END
WHERE n.merchant_id = %s AND n.kind = ANY(%s) AND n.sent_at >= s.delivered_at
"""
