"""How fast parcels arrive just now against their forecasts, told by the ones that started last.

When carriers grow faster or slower, parcels that started weeks ago still tell of how it was then: the same
day's deliveries may say "slow" by the old ones and "fast" by the new ones, and new questions fare like the
latter. So only the first stretch of each parcel's own forecast counts, with a memory of days; and as the
parcels asked for today will be under way when all that has moved on, its latest change is taken to go on.
A change of pace takes weeks: what moves further within days is a strike or the rush after one, and passes.
"""

import numpy as np

from eta_model.journeys import Floats, Ints

YOUNG_UNTIL = float(-np.log1p(-0.1))  # the age by which one in ten was forecast to have arrived
HALF_LIFE_DAYS = 4.0
CHANGE_SINCE_DAYS = 10.0  # the half-life of the memory that the latest change is held against
GOES_ON = 0.7
MOST_GOING_ON = 0.1
SLOW_DAYS = 14.0  # the half-life of the memory that the level stays near
FURTHEST = (-0.1, 0.15)  # below and above that memory
STRENGTH = 60.0  # parcels


def ages_of(arrived: Floats) -> Floats:
    """A parcel's age on its forecast's own clock at the end of each day: the cumulative hazard."""
    # Not np.clip, which takes several times as long over one question.
    return np.asarray(-np.log1p(-np.minimum(np.maximum(arrived, 0.0), 1.0 - 1e-9)))


def at_level(arrived: Floats, level: Floats | float) -> Floats:
    """Shares arrived by the end of each day if parcels arrive exp(level) times as fast; all arrive at last."""
    share = 1.0 - np.exp(-ages_of(arrived) * np.exp(np.reshape(level, (-1, 1))))
    return np.asarray(share / share[:, -1:])


def learn_levels(arrived: Floats, started: Ints, ended: Ints, first: int, day: int) -> Floats:
    """The logarithm of the level as it was known before each ledger day from `first` to `day`, both included.

    `arrived` is (parcels, days), the shares forecast; `started` and `ended` are ledger days. Facts of the
    ledger day `day` and later are not looked at.
    """
    young = _young(ages_of(arrived), started, ended, first, day)
    lately, before, slowly = (
        _remembered(*young, days) for days in (HALF_LIFE_DAYS, CHANGE_SINCE_DAYS, SLOW_DAYS)
    )
    lowest, highest = FURTHEST
    now = np.clip(lately, slowly + lowest, slowly + highest)
    return np.asarray(now + np.clip(GOES_ON * (now - before), -MOST_GOING_ON, MOST_GOING_ON))


def _remembered(arrivals: Floats, exposure: Floats, half_life: float) -> Floats:
    keep = 0.5 ** (1 / half_life)
    levels, came, due = np.zeros(len(arrivals) + 1), 0.0, 0.0
    for place, (arrived, expected) in enumerate(zip(arrivals, exposure, strict=True)):
        came, due = came * keep + arrived, due * keep + expected
        levels[place + 1] = np.log((came + STRENGTH) / (due + STRENGTH))
    return levels


def _young(age: Floats, started: Ints, ended: Ints, first: int, day: int) -> tuple[Floats, Floats]:
    """Per ledger day the young parcels that arrived, and how many were forecast to."""
    on = started[:, None] + np.arange(age.shape[1])
    before = np.concatenate([np.zeros((len(age), 1)), age[:, :-1]], axis=1)
    arrived = on == ended[:, None]
    # An arrival falls somewhere within its day; on average half-way.
    until = np.where(arrived, (before + age) / 2, age)
    counts = (on <= ended[:, None]) & (on >= first) & (on < day) & (before < YOUNG_UNTIL)
    gone = np.minimum(until, YOUNG_UNTIL) - before
    place, size = (on - first)[counts], day - first
    due = np.bincount(place, np.maximum(gone, 0.0)[counts], size)
    came = np.bincount(place[(arrived & (until < YOUNG_UNTIL))[counts]], minlength=size)
    return came.astype(np.float64), due.astype(np.float64)
