"""Whether promises are lately kept as often as said, and how much wider to promise while they are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

LEAST_ARRIVALS = 100
MOST_ARRIVALS = 400
SIGNIFICANT = 2.5  # standard errors below what was said
LEAST_GAP = 0.03
MOST_WIDENING = 0.09
LEAST_SPREAD = 0.5  # days


@dataclass(frozen=True)
class Arrival:
    """A parcel that came: the days it took, the quantiles it was told with (`p50` … `p95`), and the confidence."""

    took: float
    days: dict[str, float]
    confidence: float

    @property
    def rank(self) -> float:
        """The share of such parcels that, by the forecast, come no later (the probability integral transform).

        Where several quantiles name one day, the least of them; beyond the last an exponential tail.
        """
        before, share_before = 0.0, 0.0
        for name, days in self.days.items():
            share = int(name[1:]) / 100
            if self.took <= days:
                part = (self.took - before) / (days - before) if days > before else 1.0
                return share_before + max(part, 0.0) * (share - share_before)
            before, share_before = days, share
        scale = max(self.days["p95"] - self.days["p80"], LEAST_SPREAD) / log(
            4
        )  # from .80 to .95 a quarter is left
        return 1.0 - (1.0 - share_before) * exp(-(self.took - before) / scale)


@dataclass(frozen=True)
class Drift:
    """`said` and `kept` are shares of the last arrivals within the promised level; `widening` is added to it."""

    arrivals: int
    said: float | None
    kept: float | None
    widening: float


def drift(arrivals: Sequence[Arrival]) -> Drift:
    """Judge the newest `MOST_ARRIVALS` (the newest first); fewer than `LEAST_ARRIVALS` raise no alarm.

    The widening is what the level would have had to be raised by to be kept as often as said. Ranks are
    those of the model's own quantiles, so a widening that is in force already does not hide the drift.
    """
    newest = arrivals[:MOST_ARRIVALS]
    if not newest:
        return Drift(0, None, None, 0.0)
    ranks = np.array([arrival.rank for arrival in newest])
    levels = np.array([arrival.confidence for arrival in newest])
    said, kept = float(levels.mean()), float((ranks <= levels).mean())
    gap, error = said - kept, sqrt(said * (1 - said) / len(newest))
    if len(newest) < LEAST_ARRIVALS or gap < max(LEAST_GAP, SIGNIFICANT * error):
        return Drift(len(newest), said, kept, 0.0)
    needed = float(np.quantile(ranks - levels, said))
    return Drift(len(newest), said, kept, round(min(max(needed, 0.01), MOST_WIDENING), 3))
