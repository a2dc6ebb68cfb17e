"""Which day to promise: late promises spent where they buy most days.

One level for all parcels keeps a promise as often as it says. The same share kept overall costs fewer days
when each parcel's day maximises F(d) − τ·d: a day is added only while it saves at least τ lateness. A floor
keeps any region from being promised too boldly.
"""

import numpy as np

from eta_model.journeys import Floats, Ints

FLOOR_BELOW = 0.06
LEAST_PARCELS = 30
# Seasons change between the promise and the delivery, and late ones cost more than early ones please.
TO_SPARE = 0.01
_TAUS = np.geomspace(0.002, 0.2, 40)


def promise_days(arrived: Floats, tau: Floats | float, confidence: float) -> Ints:
    """The day to promise for each row of shares arrived by the end of each day.

    τ is per row or for all; NaN promises the first day that passes the confidence by itself.
    """
    alone = np.minimum((arrived < confidence).sum(axis=1), arrived.shape[1] - 1)
    if np.ndim(tau) == 0 and np.isnan(tau):
        return np.asarray(alone, dtype=np.int64)
    days = np.arange(arrived.shape[1])
    floor = (arrived < confidence - FLOOR_BELOW).sum(axis=1)
    gain = np.where(days >= floor[:, None], arrived - np.reshape(tau, (-1, 1)) * days, -np.inf)
    return np.asarray(np.where(np.isnan(tau), alone, np.argmax(gain, axis=1)), dtype=np.int64)


def kept(arrived: Floats, days: Ints) -> float:
    """The mean chance that the promises are kept."""
    return float(arrived[np.arange(len(arrived)), days].mean())


def learn_tau(arrived: Floats, confidence: float) -> float:
    """The largest τ at which parcels like these are kept a little more often than said; NaN for a handful."""
    if len(arrived) < LEAST_PARCELS:
        return float("nan")
    for tau in _TAUS[::-1]:
        if kept(arrived, promise_days(arrived, float(tau), confidence)) >= confidence + TO_SPARE:
            return float(tau)
    return float(_TAUS[0])
