"""A made-up delivery history: two carriers, weekends, distance and a little chance."""

import datetime
from typing import Any

import numpy as np
import polars as pl

FIRST_DAY = datetime.datetime(2024, 1, 1)
_TOWNS = ("10001", "19104", "30303", "60601", "75201", "80202", "94103", "98101")


def _working_days_on(day: datetime.date, count: int) -> datetime.date:
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def made_up_history(parcels: int = 900, days: int = 120, seed: int = 7) -> pl.DataFrame:
    """One row per parcel in the columns of a history file; a few never arrive."""
    chance = np.random.default_rng(seed)
    rows = [_parcel(number, parcels, days, chance) for number in range(parcels)]
    return pl.DataFrame(rows)


def _parcel(number: int, parcels: int, days: int, chance: np.random.Generator) -> dict[str, Any]:
    minutes = int(number * days * 1440 / parcels + chance.integers(0, 600))
    ordered = FIRST_DAY + datetime.timedelta(minutes=minutes)
    carrier = str(chance.choice(["UPS", "Post"]))
    town = int(chance.integers(0, len(_TOWNS)))
    handed_on = _working_days_on(ordered.date(), int(chance.integers(1, 3)))
    handed = datetime.datetime.combine(handed_on, datetime.time(16))
    transit = 1 + town // 2 + (2 if carrier == "Post" else 0) + int(chance.poisson(0.7))
    delivered_on = _working_days_on(handed_on, transit)
    delivered = datetime.datetime.combine(delivered_on, datetime.time(int(chance.integers(9, 20))))
    return {
        "shipment_id": f"S{number}",
        "ordered_at": ordered,
        "handed_over_at": handed,
        "delivered_at": None if number % 97 == 0 else delivered,
        "promised_on": delivered_on + datetime.timedelta(days=1),
        "carrier": carrier,
        "service": "Ground",
        "origin_id": f"NJ{number % 3}",
        "origin_country": "US",
        "origin_postcode": "07001",
        "dest_country": "US",
        "dest_postcode": _TOWNS[town],
        "weight_g": float(chance.integers(100, 5000)),
        "volume_cm3": 1000.0,
        "price": float(chance.integers(10, 200)),
        "items": 1,
    }


def as_known_on(history: pl.DataFrame, midnight: datetime.datetime) -> pl.DataFrame:
    """The history as it stood at a midnight (of the origin): later orders and later facts are not in it."""
    known = history.filter(pl.col("ordered_at") < midnight)
    return known.with_columns(
        pl.when(pl.col(name) < midnight).then(name).alias(name) for name in ("handed_over_at", "delivered_at")
    )
