"""Parcels of a made-up country whose true distributions are known, and how far forecasts fall short of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks import rounds
from eta_model.backtest import Window, backtest
from eta_model.forecaster import FitSettings
from eta_model.history import check_history
from eta_model.places import Gazetteer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVELS = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95}
START = date(2022, 1, 3)
DRAWS = 400
MOST_REGRET = 0.12


@dataclass(frozen=True)
class Service:
    """How a service moves: the share of a working day that Saturdays, Sundays and holidays are worth, the
    operating days for the first zone and for each further one, and their spread (of the logarithm)."""

    carrier: str
    name: str
    weekend: tuple[float, float, float]
    days: tuple[float, float]
    spread: float
    share: float


SERVICES = (
    Service("UPS", "Ground", (0.3, 0.0, 0.0), (1.5, 0.55), 0.30, 0.40),
    Service("UPS", "Express", (0.5, 0.0, 0.0), (0.8, 0.10), 0.20, 0.08),
    Service("Post", "Parcel", (1.0, 0.0, 0.0), (2.2, 0.45), 0.40, 0.30),
    Service("Post", "Letter", (1.0, 0.0, 0.0), (3.0, 0.60), 0.50, 0.12),
    Service("Courier", "Same region", (1.0, 0.8, 0.6), (0.7, 0.30), 0.35, 0.10),
)
STRIKING, STRIKE_DAYS, STRIKE_SPEED = "UPS", 10, 0.1


@dataclass(frozen=True)
class MadeUp:
    """The history, and for each parcel (rows) draws of its days from order to delivery from the law that was
    true when it was ordered: nobody knows of a strike before it begins."""

    history: pl.DataFrame
    draws: Floats


def made_up(parcels: int, days: int, strike_on: int, seed: int = 5) -> MadeUp:
    """Orders spread evenly over `days`, growing slower by a third in a wave; a strike from day `strike_on`."""
    chance = np.random.default_rng(seed)
    minute = np.sort(chance.integers(0, days * 1440, parcels))
    ordered, part = minute // 1440, (minute % 1440) / 1440
    service = chance.choice(len(SERVICES), parcels, p=[one.share for one in SERVICES])
    zip_code = chance.integers(501, 99_951, parcels)
    wave = 1.0 + 0.2 * ordered / days + 0.15 * np.sin(2 * np.pi * ordered / 150)
    sender = chance.integers(0, 6, parcels)
    handed = _handed_over(ordered, sender, part, chance)
    delivered = np.empty((parcels, DRAWS + 1))
    for number, one in enumerate(SERVICES):
        rows = np.flatnonzero(service == number)
        centre = (one.days[0] + one.days[1] * (zip_code[rows] // 10_000)) * wave[rows]
        clock, unaware = _clock(one, days, strike_on), _clock(one, days, None)
        real, believed = (
            _arrivals(one, handed[rows], centre, told, seed + number) for told in (clock, unaware)
        )
        delivered[rows] = real
        before = ordered[rows] < strike_on
        delivered[rows[before], :-1] = believed[before, :-1]
    took = delivered - (ordered + part)[:, None]
    midnight = pl.lit(START).cast(pl.Datetime("us"))
    at = {
        "ordered_at": ordered + part,
        "handed_over_at": handed[:, -1] + 0.7,
        "delivered_at": delivered[:, -1],
    }
    history = pl.DataFrame(
        {
            "shipment_id": [f"M{number}" for number in range(parcels)],
            "carrier": [SERVICES[number].carrier for number in service],
            "service": [SERVICES[number].name for number in service],
            "origin_id": [f"NJ{number}" for number in sender],
            "origin_country": "US",
            "origin_postcode": "07001",
            "dest_country": "US",
            "dest_postcode": [f"{number:05}" for number in zip_code],
            **at,
        }
    ).with_columns(
        (midnight + pl.duration(seconds=(pl.col(name) * 86_400).cast(pl.Int64))).alias(name) for name in at
    )
    return MadeUp(history, took[:, :-1])


def _working(days: int, weekend: tuple[float, float, float]) -> Floats:
    dates = [START + timedelta(day) for day in range(days)]
    closed = holidays.country_holidays("US", years=sorted({day.year for day in dates}))
    weights = (1.0,) * 5 + weekend[:2]
    return np.array([weekend[2] if day in closed else weights[day.weekday()] for day in dates])


def _handed_over(ordered: Ints, sender: Ints, part: Floats, chance: np.random.Generator) -> Ints:
    """The working day of the hand-over, each sender with a usual backlog; orders after 14:00 lose a day."""
    open_days = np.flatnonzero(_working(int(ordered.max()) + 90, (0.0, 0.0, 0.0)) > 0)
    first = np.searchsorted(open_days, ordered + (part > 14 / 24))
    waits = chance.poisson((0.3 + 0.25 * sender)[:, None], (len(ordered), DRAWS + 1))
    return np.asarray(open_days[first[:, None] + waits])


def _clock(service: Service, days: int, strike_on: int | None) -> Floats:
    weights = _working(days + 200, service.weekend)
    if service.carrier == STRIKING and strike_on is not None:
        weights[strike_on : strike_on + STRIKE_DAYS] *= STRIKE_SPEED
    return np.cumsum(weights)


def _arrivals(service: Service, handed: Ints, centre: Floats, clock: Floats, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    operating = centre[:, None] * np.exp(service.spread * chance.standard_normal(handed.shape))
    day = np.searchsorted(clock, clock[handed] + operating)
    return np.asarray(day + chance.uniform(9 / 24, 19 / 24, handed.shape))


def regrets(world: MadeUp, told: pl.DataFrame) -> dict[str, float]:
    """By how much more than the true quantiles' the forecasts' pinball losses are, as shares of these."""
    rows = world.history.with_row_index("row").join(
        told, on="shipment_id", how="inner", maintain_order="left"
    )
    days = (rows["delivered_at"] - rows["ordered_at"]).dt.total_seconds().to_numpy() / 86_400
    draws = world.draws[rows["row"].to_numpy()]
    regret = {}
    for name, level in LEVELS.items():
        ours, best = rows[name].to_numpy(), np.quantile(draws, level, axis=1)
        regret[name] = _pinball(days - ours, level) / _pinball(days - best, level) - 1
    return regret


def _pinball(miss: Floats, level: float) -> float:
    return float(np.maximum(level * miss, (level - 1) * miss).mean())


def measure(parcels: int = 12_000, days: int = 500) -> list[rounds.Result]:
    """Walk through the last four months by one fit: without a strike, and with one in their middle."""
    return [
        walked(made_up(parcels, days, days + 100), days, "in ordinary months"),
        walked(made_up(parcels, days, days - 60), days, "with ten days of strike"),
    ]


def walked(world: MadeUp, days: int, name: str) -> rounds.Result:
    window = Window(START + timedelta(days - 120), START + timedelta(days - 1), 0)
    told = backtest(check_history(world.history).parcels, window, "order", Gazetteer({}), FitSettings())
    regret = regrets(world, told)
    detail = {level: round(value, 4) for level, value in regret.items()}
    mean = sum(regret.values()) / len(regret)
    return rounds.at_most(f"pinball above the true quantiles' {name}", mean, MOST_REGRET, detail)
