"""A made-up delivery history for the demo shop, the same for everyone on the same day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from eta_model.history import check_history

DAYS = 240
PARCELS_A_DAY = 14
NEW_YORK = ZoneInfo("America/New_York")
CARRIER, SERVICE = "Simulated", "Standard"
# Country, postcode, the usual days on the way, and how many of a hundred parcels go there.
TOWNS = (
    ("US", "10001", 1, 12),
    ("US", "02108", 2, 7),
    ("US", "19104", 1, 7),
    ("US", "20001", 2, 6),
    ("US", "30303", 3, 7),
    ("US", "33101", 3, 6),
    ("US", "48201", 3, 5),
    ("US", "60601", 3, 9),
    ("US", "75201", 4, 7),
    ("US", "80202", 4, 5),
    ("US", "90012", 4, 9),
    ("US", "94103", 4, 9),
    ("US", "98101", 4, 5),
    ("JP", "150-0002", 6, 4),
    ("KR", "03051", 6, 2),
)


def made_up(now: datetime) -> pl.DataFrame:
    """The checked parcels of the days before `now` (aware), later facts left out."""
    today = now.astimezone(NEW_YORK).date()
    rows = [row for age in range(DAYS, 0, -1) for row in orders_of(today - timedelta(days=age), now)]
    return check_history(pl.DataFrame(rows, infer_schema_length=None)).parcels


def orders_of(day: date, now: datetime) -> Iterator[dict[str, Any]]:
    """The parcels ordered on a day, as rows of a history file."""
    chance = Random(day.toordinal())  # noqa: S311 - a demo
    for number in range(PARCELS_A_DAY):
        country, postcode, usual, _ = chance.choices(TOWNS, [town[3] for town in TOWNS])[0]
        ordered = datetime.combine(day, time(chance.randrange(24), chance.randrange(60)), NEW_YORK)
        is_late = ordered.hour >= 15 or day.weekday() == 6
        leaves = working_day(day, 1 + is_late)
        arrives = working_day(leaves, usual + chance.choices((0, 1, 2, 5), (70, 20, 7, 3))[0])
        handed = datetime.combine(leaves, time(chance.randrange(15, 19)), NEW_YORK)
        delivered = datetime.combine(arrives, time(chance.randrange(9, 20)), NEW_YORK)
        yield {
            "shipment_id": f"demo-{day}-{number}",
            "ordered_at": ordered.isoformat(),
            "handed_over_at": known(handed, now),
            "delivered_at": known(delivered, now),
            "carrier": CARRIER,
            "service": SERVICE,
            "origin_id": "NJ1",
            "origin_country": "US",
            "origin_postcode": "07001",
            "dest_country": country,
            "dest_postcode": postcode,
            "weight_g": float(chance.randrange(200, 3000)),
        }


def working_day(day: date, count: int) -> date:
    """The day that lies so many days further, Sundays not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() != 6
    return day


def known(moment: datetime, now: datetime) -> str | None:
    """A fact of the past as written in a file; None for one still to come."""
    return moment.astimezone(UTC).isoformat() if moment <= now else None
