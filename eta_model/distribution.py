"""From the share arrived by the end of each day to quantiles, dates and chances."""

import numpy as np

from eta_model.journeys import NEVER, Floats, Ints

QUANTILES = (0.1, 0.5, 0.8, 0.9, 0.95)
_GRID = np.linspace(0.0, 1.0, 25)


def learn_hours(parts: Floats) -> Floats:
    """The share of a day's deliveries made by each hour (25 values from 0 to 1), from parts of the day."""
    counts = np.histogram(parts[np.isfinite(parts)], bins=_GRID)[0] + 1.0
    return np.concatenate([[0.0], np.cumsum(counts) / counts.sum()])


def quantiles(
    arrived: Floats, start_part: Floats, hours: Floats, levels: tuple[float, ...] = QUANTILES
) -> Floats:
    """Days from the start to the instant by which each share has arrived, one column per level.

    `arrived` is (parcels, days); `start_part` the part of the start date gone by; never decreasing.
    """
    day = first_days(arrived, levels)
    reached = np.take_along_axis(arrived, day, axis=1)
    before = np.where(day > 0, np.take_along_axis(arrived, np.maximum(day - 1, 0), axis=1), 0.0)
    within = (np.array(levels) - before) / np.maximum(reached - before, 1e-9)
    part = np.interp(np.clip(within, 0.0, 1.0), hours, _GRID)
    return np.maximum.accumulate(np.maximum(day + part - start_part[:, None], 0.05), axis=1)


def first_days(arrived: Floats, levels: tuple[float, ...]) -> Ints:
    """The first day by whose end each share has arrived, else the last there is; one column per level."""
    days = (arrived[:, None, :] < np.array(levels)[:, None]).sum(axis=2)
    return np.asarray(np.minimum(days, arrived.shape[1] - 1))


def likeliest_day(arrived: Floats) -> Ints:
    """The centre of the three days in which most arrive."""
    padded = np.concatenate([np.zeros((len(arrived), 2)), arrived, arrived[:, -1:]], axis=1)
    return np.asarray(np.argmax(padded[:, 3:] - padded[:, :-3], axis=1), dtype=np.int64)


def chance_after(arrived: Floats, day: Ints) -> Floats:
    """The chance of arriving later than the end of a day; NaN where there is none (NEVER)."""
    rows = np.arange(len(arrived))
    by_then = arrived[rows, np.clip(day, 0, arrived.shape[1] - 1)]
    return np.asarray(np.where(day >= NEVER, np.nan, np.where(day < 0, 1.0, 1.0 - by_then)))


def given_not_arrived(arrived: Floats, day: Ints) -> Floats:
    """The same shares for parcels known not to have arrived by the end of a day (−1: nothing known)."""
    rows = np.arange(len(arrived))
    gone = np.where(day >= 0, arrived[rows, np.clip(day, 0, arrived.shape[1] - 1)], 0.0)[:, None]
    rest = np.maximum(1.0 - gone, 1e-9)
    return np.asarray(np.clip((arrived - gone) / rest, 0.0, 1.0))
