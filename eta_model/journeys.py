"""Parcels as columns of numbers: when each fact became known, and on which local date it happened.

Two countings of days live here. A *ledger day* says from when on a fact may be used: facts of ledger days
before that of a question's midnight are older than that midnight, wherever on earth they happened. A *date*
is a day number in the destination's local time, in which deliveries are promised.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from eta_model.local_times import local_to_utc, utc_to_local

Stage = Literal["order", "handover"]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = 100_000
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Journeys:
    """Columns over the same parcels, in the order of the history.

    `*_day` are ledger days (NEVER when it has not happened), `*_date` destination dates with the part of
    that day gone by in `*_part`; from `doubted_day` on nobody knows what became of the parcel; `question_day`
    is the ledger day of the origin's midnight before the order or hand-over and `question_date` that date
    there; `start_weekday` (Monday 0) and `start_hour` are the origin's wall clock at the order or hand-over.
    """

    stage: Stage
    frame: pl.DataFrame
    question_day: Ints
    question_date: Ints
    ordered_day: Ints
    handed_day: Ints
    delivered_day: Ints
    doubted_day: Ints
    ordered_date: Ints
    ordered_part: Floats
    handed_date: Ints
    handed_part: Floats
    delivered_date: Ints
    delivered_part: Floats
    start_hour: Floats
    start_weekday: Ints

    @property
    def start_date(self) -> Ints:
        """The date the days of the forecast are counted from."""
        return self.ordered_date if self.stage == "order" else self.handed_date

    @property
    def start_part(self) -> Floats:
        """How much of the start date had gone by."""
        return self.ordered_part if self.stage == "order" else self.handed_part

    @property
    def start_day(self) -> Ints:
        """The ledger day from which the parcel counts as started."""
        return self.ordered_day if self.stage == "order" else self.handed_day

    def known_before(self, day: int) -> NDArray[np.bool_]:
        """Which parcels had started before a ledger day, and were not in doubt by then."""
        return np.asarray((self.start_day < day) & (self.doubted_day >= day))

    def __len__(self) -> int:
        return len(self.question_day)


def ledger_offset(parcels: pl.DataFrame) -> int:
    """Seconds by which the ledger's midnight precedes that of UTC: the first parcel's summer time.

    Any offset is safe; this one lets a shop in one zone use the facts of the whole day before.
    """
    if parcels.is_empty():
        return 0
    first = parcels.sort("ordered_at", "shipment_id").head(1)
    year = first["ordered_at"].dt.year()[0]
    instants = pl.Series([f"{year}-{month:02}-15" for month in range(1, 13)]).str.to_datetime(time_zone="UTC")
    local = instants.dt.convert_time_zone(first["origin_zone"][0]).dt.replace_time_zone(None)
    seconds = (local - instants.dt.replace_time_zone(None)).dt.total_seconds()
    return int(seconds.to_numpy().max())


def journeys_of(parcels: pl.DataFrame, stage: Stage, offset: int) -> Journeys:
    """The columns of checked parcels (see `history.check_history`) for questions asked at that stage."""
    started = "ordered_at" if stage == "order" else "handed_over_at"
    dates = {name: _date_and_part(parcels, name) for name in ("ordered_at", "handed_over_at", "delivered_at")}
    origin_clock = utc_to_local(parcels[started], parcels["origin_zone"])
    midnights = local_to_utc(origin_clock.dt.truncate("1d"), parcels["origin_zone"])
    part = _part_of_day(origin_clock)
    never = pl.repeat(None, parcels.height, dtype=pl.Datetime("us", "UTC"), eager=True)
    return Journeys(
        stage=stage,
        frame=parcels,
        question_day=_ledger_day(midnights, offset),
        question_date=_day_numbers(origin_clock),
        ordered_day=_ledger_day(parcels["ordered_at"], offset),
        handed_day=_ledger_day(parcels["handed_over_at"], offset),
        delivered_day=_ledger_day(parcels["delivered_at"], offset),
        doubted_day=_ledger_day(parcels.get_column("doubted_at", default=never), offset),
        ordered_date=dates["ordered_at"][0],
        ordered_part=dates["ordered_at"][1],
        handed_date=dates["handed_over_at"][0],
        handed_part=dates["handed_over_at"][1],
        delivered_date=dates["delivered_at"][0],
        delivered_part=dates["delivered_at"][1],
        start_hour=part * 24,
        start_weekday=origin_clock.dt.weekday().fill_null(1).to_numpy().astype(np.int64) - 1,
    )


def ledger_day_of_midnight(day: date, parcels: pl.DataFrame, offset: int) -> int:
    """The earliest ledger day that holds the midnight before a date in any zone that something was ordered in by then.

    It is that of UTC where nothing was. What is ordered later, wherever, does not move it.
    """
    midnight = datetime.combine(day, time())
    before = utc_to_local(parcels["ordered_at"], parcels["origin_zone"]) < midnight
    zones = parcels["origin_zone"].filter(before).unique().to_list() or ["UTC"]
    midnights = pl.Series([midnight] * len(zones), dtype=pl.Datetime("us"))
    return int(_ledger_day(local_to_utc(midnights, pl.Series(zones, dtype=pl.String)), offset).min())


def _ledger_day(times: pl.Series, offset: int) -> Ints:
    seconds = times.dt.epoch("s").to_numpy().astype(float)
    with np.errstate(invalid="ignore"):
        days = np.floor((seconds + offset) / _DAY_SECONDS)
    return np.where(np.isnan(days), NEVER, np.nan_to_num(days)).astype(np.int64)


def _date_and_part(parcels: pl.DataFrame, name: str) -> tuple[Ints, Floats]:
    local = utc_to_local(parcels[name], parcels["dest_zone"])
    return _day_numbers(local), _part_of_day(local)


def _day_numbers(local: pl.Series) -> Ints:
    days = local.dt.date().cast(pl.Int32).to_numpy().astype(float)
    return np.where(np.isnan(days), NEVER, np.nan_to_num(days)).astype(np.int64)


def _part_of_day(local: pl.Series) -> Floats:
    seconds = (
        local.dt.hour().cast(pl.Int64) * 3600 + local.dt.minute().cast(pl.Int64) * 60 + local.dt.second()
    )
    return seconds.to_numpy().astype(float) / _DAY_SECONDS
