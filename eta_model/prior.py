"""Dates when there is next to no history: a log-normal around the expected operating days."""

import numpy as np

from eta_model.hazard import DAYS, Expectation, Starts, day_features
from eta_model.journeys import Floats, Ints

SPREAD = 0.45
_GONE = 1
_WEIGHT = 2


def prior_chances(starts: Starts, expected: Expectation, rows: Ints) -> Floats:
    """The share arrived by the end of each day, the operating days to arrival taken as log-normal.

    The spread is that of delivery histories seen so far; it shrinks no further however few parcels there are.
    """
    parcel, day = np.repeat(rows, DAYS), np.tile(np.arange(DAYS), len(rows))
    days = day_features(starts, expected, parcel, day)
    gone = (days[:, _GONE] + days[:, _WEIGHT]).reshape(-1, DAYS).astype(np.float64)
    gone = np.maximum.accumulate(gone, axis=1)  # the start's own day does not count once it is over
    centre = np.log(expected.total[rows])[:, None]
    z = (np.log(gone + 0.5) - centre) / SPREAD
    share = _normal_share(z)
    share[:, -1] = 1.0
    return np.asarray(share / share[:, -1:])


def _normal_share(z: Floats) -> Floats:
    # Abramowitz and Stegun 26.2.17; good to 1e-7, and spares the web process scipy.
    t = 1.0 / (1.0 + 0.2316419 * np.abs(z))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * poly
    return np.asarray(np.where(z >= 0, 1.0 - upper, upper))
