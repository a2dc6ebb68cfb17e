"""How much longer things take right now than their lanes had led to expect, as a logarithm.

Every day that a parcel was under way tells something, whether it arrived on it or not, so the answer does
not lag and is not fooled by recent parcels of which only the fast ones have arrived.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.features.durations import HORIZON_DAYS, Clocks
from eta_model.features.rolling import Asked
from eta_model.journeys import Floats, Ints, Journeys
from eta_model.ledger import SCALE, DatedSums, as_whole

PACE_WINDOWS = (7, 14)
PACE_LEVELS = ("everything", "service", "region", "area")
_PACES = np.linspace(-0.8, 0.8, 17)
_PRIOR_SPREAD = 0.3
# Parcels of one day and place arrive together: ten of them tell as much as one that went by itself.
_TOLD_BY_ONE = 0.1
_BINS = np.linspace(0.0, 4.0, 41)


@dataclass(frozen=True)
class DaysUnderWay:
    """Every ledger day that every handed-over parcel was under way, one entry per parcel and day.

    `gone` are the operating days since the hand-over to the middle of the day, `weight` the day's own,
    `expected` the parcel's operating days in transit as its places had them when it was asked for.
    """

    parcel: Ints
    day: Ints
    gone: Floats
    weight: Floats
    expected: Floats
    arrived: NDArray[np.bool_]

    def log_likelihoods(self, learnt_until: int) -> Iterator[Floats]:
        """For each of the paces in turn, how well it explains each entry.

        Arrivals on the clock gone/expected are a Poisson process (Cox and Oakes, Analysis of Survival Data,
        1984); its usual rates are learnt from before a ledger day.
        """
        rates = self._usual_rates(self.day < learnt_until)
        for pace in _PACES:
            stretched = self.expected * np.exp(pace)
            due = rates[np.digitize(self.gone / stretched, _BINS)] * self.weight / stretched
            yield np.where(self.arrived, np.log(due), 0.0) - due

    def _usual_rates(self, learnt: NDArray[np.bool_]) -> Floats:
        bins = np.digitize(self.gone / self.expected, _BINS)
        events = np.bincount(bins, self.arrived & learnt, len(_BINS) + 1)
        exposure = np.bincount(bins, self.weight / self.expected * learnt, len(_BINS) + 1)
        return np.asarray((events + 0.5) / (exposure + 1.0))


def days_under_way(journeys: Journeys, clocks: Clocks, expected: Floats, end: int) -> DaysUnderWay:
    """The days before the ledger day `end`; `expected` are logarithms of operating days, one per parcel."""
    parcel, day = _days(journeys, end)
    rows, clock = clocks.carrier_rows(journeys)[parcel], clocks.carrier
    weight = clock.weight(rows, day)
    gone = clock.elapsed(rows, day) - clock.elapsed(rows, journeys.handed_day[parcel]) - weight / 2
    return DaysUnderWay(
        parcel, day, np.maximum(gone, 0.0), weight, np.exp(expected)[parcel], journeys.delivered_day[parcel] == day
    )  # fmt: skip


def _days(journeys: Journeys, end: int) -> tuple[Ints, Ints]:
    start = journeys.handed_day
    ended = np.minimum(journeys.delivered_day, journeys.doubted_day - 1)
    last = np.minimum(np.minimum(ended, end - 1), start + HORIZON_DAYS)
    lengths = np.where(start < end, np.maximum(last - start + 1, 0), 0)
    parcel = np.repeat(np.arange(len(journeys)), lengths)
    return parcel, start[parcel] + np.arange(len(parcel)) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def paces(ledgers: Mapping[str, DatedSums], asked: Asked) -> dict[str, Floats]:
    """Per level the logarithms, (questions, windows), as known when each question was asked.

    Each place leans on the wider one; one that nothing was under way to has the wider one's to the bit.
    """
    wider = np.zeros((len(asked.days), len(PACE_WINDOWS)))
    levels = {}
    for level in PACE_LEVELS:
        columns = [
            _mean_pace(ledgers[level].between(asked.codes[level], asked.days - window, asked.days), above)
            for window, above in zip(PACE_WINDOWS, wider.T, strict=True)
        ]
        wider = levels[level] = np.stack(columns, axis=1)
    return levels


def pace_ledgers(
    under_way: DaysUnderWay, codes: Mapping[str, Ints], learnt_until: int
) -> dict[str, DatedSums]:
    """Per level how well each pace explains each day and place; usual rates are learnt from before a ledger day."""
    places, entries = {}, {}
    days = under_way.day.max(initial=0) + 1
    for level in PACE_LEVELS:
        stamps = codes[level][under_way.parcel] * days + under_way.day
        places[level], entries[level] = np.unique(stamps, return_inverse=True)
    sums = {level: np.empty((len(places[level]), len(_PACES)), np.int64) for level in PACE_LEVELS}
    for column, likelihood in enumerate(under_way.log_likelihoods(learnt_until)):
        whole = as_whole(likelihood)
        for level in PACE_LEVELS:
            # Whole numbers below 2^53 add up exactly as floats.
            sums[level][:, column] = np.bincount(entries[level], whole, len(places[level]))
    return {level: DatedSums(*np.divmod(places[level], days), sums[level]) for level in PACE_LEVELS}


def _mean_pace(likelihood: NDArray[np.int64], wider: Floats) -> Floats:
    posterior = likelihood * (_TOLD_BY_ONE / SCALE) - ((_PACES - wider[:, None]) / _PRIOR_SPREAD) ** 2 / 2
    chances = np.exp(posterior - posterior.max(axis=1, keepdims=True))
    mean = (chances * _PACES).sum(axis=1) / chances.sum(axis=1)
    return np.where(likelihood.any(axis=1), mean, wider)
