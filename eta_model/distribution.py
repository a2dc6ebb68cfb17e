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
    columns = []
    for level in levels:
        day = np.minimum((arrived < level).sum(axis=1), arrived.shape[1] - 1)
        rows = np.arange(len(arrived))
        before = np.where(day > 0, arrived[rows, np.maximum(day - 1, 0)], 0.0)
        within = (level - before) / np.maximum(arrived[rows, day] - before, 1e-9)
        part = np.interp(np.clip(within, 0.0, 1.0), hours, _GRID)
        columns.append(np.maximum(day + part - start_part, 0.05))
    return np.maximum.accumulate(np.stack(columns, axis=1), axis=1)


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
